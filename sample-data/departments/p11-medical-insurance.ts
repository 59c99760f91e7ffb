import type { Desk } from '../delivery/desk.ts'
import type { Household, Person } from '../population/model.ts'
import { historyDay, isWaged, medicalIdentity, paper } from './common.ts'

const commonIllnesses = [
  ['上呼吸道感染', 'J06.900'],
  ['高血压病', 'I10.x00'],
  ['2型糖尿病', 'E11.900'],
  ['慢性胃炎', 'K29.500'],
  ['腰椎间盘突出', 'M51.202'],
  ['牙髓炎', 'K04.000'],
] as const
const wardIllnesses = [
  ['肺炎', 'J18.900'],
  ['胆囊结石', 'K80.200'],
  ['股骨颈骨折', 'S72.000'],
  ['白内障', 'H26.900'],
  ['心律失常', 'I49.900'],
  ['阑尾炎', 'K35.800'],
] as const

interface Bill {
  total: number
  inScope: number
  basic: number
  serious: number
  aid: number
  self: number
  out: number
}

/** Splits a bill among insurance, serious-illness cover, medical aid and the patient. */
function split(desk: Desk, total: number, inpatient: boolean, employee: boolean, aidRate: number): Bill {
  const out = Math.round(total * (inpatient ? 0.04 + desk.random.next() * 0.08 : 0.03 + desk.random.next() * 0.12))
  const inScope = total - out
  const rate = inpatient ? (employee ? 0.86 : 0.74) : employee ? 0.72 : 0.5
  const basic = Math.round(inScope * rate)
  const left = inScope - basic
  const serious = inpatient && left > 2_500_000 ? Math.round((left - 2_500_000) * 0.7) : 0
  const aid = Math.round((left - serious) * aidRate)
  return { total, inScope, basic, serious, aid, self: left - serious - aid, out }
}

function billCells(bill: Bill): Record<string, number> {
  return {
    total_fee: bill.total,
    in_scope_fee: bill.inScope,
    basic_pay: bill.basic,
    aid_pay: bill.aid,
    self_pay: bill.self,
    self_out: bill.out,
  }
}

function aidRow(desk: Desk, person: Person, identity: string, visit: string, day: number, bill: Bill): void {
  if (bill.aid === 0) return
  desk.of('P1105', person, {
    med_identity: identity,
    settle_date: day,
    visit_type: visit,
    aid_pay: bill.aid,
    self_pay: bill.self,
    hosp_name: desk.world.hospitals[0],
  })
}

/** Times a yearly rate happens within the history. */
function times(desk: Desk, yearly: number): number {
  const expected = (yearly * desk.world.months) / 12
  const whole = Math.floor(expected)
  return whole + (desk.random.chance(expected - whole) ? 1 : 0)
}

function admissions(desk: Desk, household: Household, person: Person, aidRate: number): number {
  const { random, world } = desk
  const ill = person.illness
  const yearly = ill ? 1.7 : (person.age >= 70 ? 0.24 : person.age >= 50 ? 0.09 : 0.03) * (household.poor ? 1.8 : 1)
  let burden = 0
  for (let i = times(desk, yearly); i > 0; i--) {
    const [name, icd] = ill && random.chance(0.8) ? [ill.name, ill.icd] : random.pick(wardIllnesses)
    const settled = historyDay(desk)
    const stay = random.int(3, 16)
    const bill = split(
      desk,
      random.amount(ill ? 26_000 : 11_500, 0.45),
      true,
      isWaged(person) || person.pension?.scheme === '110',
      aidRate,
    )
    burden += bill.self + bill.out
    desk.of('P1102', person, {
      cert_no: paper(desk, 'ZYJS'),
      settle_date: settled,
      hosp_name: random.pick(world.hospitals),
      admit_date: settled - stay,
      discharge_date: settled,
      diag_name: name,
      diag_icd: icd,
      ...billCells(bill),
      serious_pay: bill.serious,
    })
    aidRow(desk, person, medicalIdentity(household), '21', settled, bill)
    if (bill.serious > 0 || desk.rare('P1104', ill ? 0.12 : 0)) {
      const paid = bill.serious > 0 ? bill.serious : random.amount(2600, 0.4)
      desk.of('P1104', person, {
        settle_date: settled + 3,
        in_scope_fee: bill.inScope,
        serious_pay: paid,
        annual_self_pay: bill.self,
      })
    }
  }
  return burden
}

function visits(desk: Desk, household: Household, person: Person, aidRate: number): void {
  const { random, world } = desk
  const ill = person.illness
  const yearly = ill ? 6 : person.chronic.length > 0 ? 2.2 : person.age >= 60 ? 1 : person.age < 7 ? 1 : 0.35
  for (let i = times(desk, yearly * (0.6 + random.next() * 0.8)); i > 0; i--) {
    const special = ill !== null && random.chance(0.5)
    const chronic = !special && person.chronic.length > 0 && random.chance(0.6)
    const [name, icd] = special && ill ? [ill.name, ill.icd] : random.pick(commonIllnesses)
    const visit = special ? '12' : chronic ? '13' : random.chance(0.85) ? '11' : '41'
    const day = historyDay(desk)
    const bill = split(desk, random.amount(special ? 2400 : 190, 0.6), false, isWaged(person), aidRate)
    desk.of('P1103', person, {
      cert_no: paper(desk, 'MZJS'),
      settle_date: day,
      hosp_name: random.pick(world.hospitals),
      visit_type: visit,
      diag_name: name,
      diag_icd: icd,
      ...billCells(bill),
    })
    if (special) aidRow(desk, person, medicalIdentity(household), visit, day, bill)
  }
}

function membership(desk: Desk, household: Household, person: Person): void {
  const year = Math.floor(desk.world.month / 12)
  const employee = isWaged(person) || person.pension?.scheme === '110' || person.pension?.scheme === '120'
  const identity = medicalIdentity(household)
  const base = {
    med_ins_type: employee ? '310' : '390',
    med_identity: identity,
    emp_org: isWaged(person) ? person.work.employer.name : '',
    region6: desk.world.county,
  }
  const joined = person.birth < desk.world.asOf - 500 && desk.random.chance(0.06)
  if (joined) desk.of('P1101', person, { ...base, insured_status: '1', premium_year: year - 1 })
  if (person.insured) desk.of('P1101', person, { ...base, insured_status: '1', premium_year: year })
  else {
    desk.of('C0405', person, { premium_year: year, insured_status: '4', region12: household.village.code12, phone: person.phone })
  }
}

/** Insurance, stays in hospital, visits and medical aid. */
export function provincialMedical(desk: Desk, household: Household): void {
  const identity = medicalIdentity(household)
  const aidRate = identity === '1' ? 1 : identity === '2' ? 0.8 : identity === '3' || identity === '4' ? 0.7 : 0
  for (const person of household.members) {
    membership(desk, household, person)
    const burden = admissions(desk, household, person, aidRate)
    visits(desk, household, person, aidRate)
    if (burden > 1_200_000 || desk.rare('C0403', 0)) {
      desk.of('C0403', person, {
        annual_self_pay: Math.max(burden, 1_000_000),
        warn_amount: 2_000_000,
        settle_date: historyDay(desk),
        diag_name: person.illness?.name ?? '住院费用较高',
        med_identity: identity || '9',
        region12: household.village.code12,
      })
    }
  }
}
