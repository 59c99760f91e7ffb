import { dayInMonth } from '../calendar.ts'
import type { Desk } from '../delivery/desk.ts'
import { makeHousehold } from '../population/build.ts'
import type { Household, Person, Sex } from '../population/model.ts'
import { bear, makePerson, marry } from '../population/people.ts'
import type { World } from '../population/world.ts'
import { Random } from '../random.ts'
import { settle } from './households.ts'

/** A family with a known outcome: who is in it, and what was paid to it in the last twelve months, in 分. */
interface Family {
  name: string
  head: string
  aid: readonly (readonly [code: string, cents: number])[]
  /** What else departments know of it. */
  events(desk: Desk, household: Household): void
}

const nothing = (): void => undefined

const farming = { land_mu: 400 }
const FACTS: Readonly<Record<string, Record<string, string | number>>> = {
  M1001: farming,
  M1301: farming,
  M1002: { project_name: '脆李种植' },
  M1401: { card_item: '03', pay_status: '1' },
}

const FAMILIES: readonly Family[] = [
  {
    name: '红码：全年补助超过2000元',
    head: '王合成甲',
    aid: [
      ['M1001', 41_025],
      ['M1301', 88_050],
      ['M1002', 120_000],
      ['M1401', 8_833],
    ],
    events: nothing,
  },
  {
    name: '红码：恰好2000元',
    head: '王合成乙',
    aid: [
      ['M1001', 80_000],
      ['M1301', 120_000],
    ],
    events: nothing,
  },
  {
    name: '绿码：差一分到2000元',
    head: '王合成丙',
    aid: [
      ['M1001', 80_000],
      ['M1301', 119_999],
    ],
    events: nothing,
  },
  {
    name: '劳动力死亡预警',
    head: '王合成丁',
    aid: [['M1001', 30_000]],
    events: (desk, household) => {
      for (const person of household.gone) desk.planted('dead_worker', 'M0402', person, 'cancel_date', String(person.stateDay))
    },
  },
  {
    name: '医疗高额预警',
    head: '王合成戊',
    aid: [],
    events: (desk, { head }) => {
      const bill = { visit_type: '21', hosp_name: desk.world.hospitals[0] ?? '', settle_date: desk.world.asOf - 60 }
      const paid = { total_fee: 3_000_000, basic_pay: 1_900_000, serious_pay: 0, aid_pay: 0, self_pay: 1_100_000 }
      desk.of('M0502', head, { cert_no: 'JSPLANTED1', ...bill, ...paid })
    },
  },
  {
    name: '残疾人预警',
    head: '王合成己',
    aid: [],
    events: (desk, { head }) => {
      const card = { dis_cert_no: `${head.id}43`, dis_type: '4', dis_level: '3', cert_status: '1' }
      desk.of('M0801', head, { ...card, issue_date: desk.world.asOf - 45 })
    },
  },
]

const grown = (world: World, random: Random, sex: Sex, age: number, relation: string, name: string): Person =>
  makePerson(world, random, { sex, age, surname: '', relation, name })

/** The family of one index: a couple of working age with a child in school, lifted out of poverty. */
export function plantedFamily(world: World, seed: number, index: number): Household | null {
  const family = FAMILIES[index]
  const village = world.villages[index]
  if (!family || !village) return null
  const random = new Random(seed, 11 + index)
  const head = grown(world, random, '2', 41, '02', family.head)
  const husband = grown(world, random, '1', 44, '10', `李${family.head.slice(1)}`)
  const child = grown(world, random, '1', 10, '20', `李小${family.head.slice(-1)}`)
  marry(husband, head)
  bear(child, husband, head)
  const dead = index === 3
  const household = makeHousehold(world, random, index, village, {
    members: dead ? [head, child] : [head, husband, child],
    gone: dead ? [husband] : [],
  })
  household.planted = family.name
  household.poor = true
  for (const person of [head, husband, child]) {
    settle(world, household, person)
    Object.assign(person, { illness: null, disability: null, insured: true, chronic: [] })
  }
  for (const person of [head, husband]) {
    Object.assign(person.work, { kind: 'employee', wage: 260_000, hired: world.asOf - 900 })
    person.school = null
  }
  if (dead) Object.assign(husband, { state: 'dead', stateDay: world.asOf - 75 })
  return household
}

/** Payments and events of a planted family, each noted. */
export function plantedRows(desk: Desk, household: Household): void {
  const family = FAMILIES[household.index]
  if (!family) return
  family.aid.forEach(([code, cents], at) => {
    const pay_date = dayInMonth(desk.world.month - 2 - at, 10)
    desk.of(code, household.head, { ...FACTS[code], pay_amount: cents, pay_date })
    desk.planted('aid', code, household.head, 'pay_amount', (cents / 100).toFixed(2))
  })
  family.events(desk, household)
}
