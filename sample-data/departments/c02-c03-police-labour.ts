import { isoDay } from '../calendar.ts'
import type { Desk } from '../delivery/desk.ts'
import type { Household, Person } from '../population/model.ts'
import { assistKind, studies } from '../population/model.ts'
import { daysBack, employer, employmentCode, historyDay, isWaged, momentOn, paper, region } from './common.ts'
import { registerNumber, registerRelation } from './p01-public-security.ts'

const townCentre: Readonly<Record<string, readonly [number, number]>> = {
  '001': [121_018_000, 30_697_000],
  '002': [121_005_000, 30_742_000],
  '003': [120_975_000, 30_668_000],
  '101': [121_091_000, 30_606_000],
  '102': [121_075_000, 30_822_000],
  '103': [121_195_000, 30_742_000],
  '106': [121_115_000, 30_755_000],
  '107': [121_075_000, 30_655_000],
  '108': [121_190_000, 30_672_000],
}

function resident(desk: Desk, household: Household, person: Person): void {
  const { discord } = household
  const first = person === household.head
  const sex = discord === 'sex_conflict' && first ? (person.sex === '1' ? '2' : '1') : person.sex
  const birth = person.birth + (discord === 'birth_conflict' && first ? 31 : 0)
  const region12 = discord === 'old_region' ? `330482104${household.village.code12.slice(9)}` : household.village.code12
  desk.of('C0201', person, {
    sex,
    birth_date: birth,
    hh_no: registerNumber(household),
    rel_head: registerRelation(household, person),
    hukou_addr: household.collective ? `${household.village.townName}${household.village.name}集体户` : household.address,
    addr_code: household.addressCode,
    region12,
    phone: person.age >= 14 ? person.phone : '',
  })
  if (!first) return
  if (discord === 'sex_conflict') desk.planted(discord, 'C0201', person, 'sex', sex)
  if (discord === 'birth_conflict') desk.planted(discord, 'C0201', person, 'birth_date', isoDay(birth))
  if (discord === 'old_region') desk.planted(discord, 'C0201', person, 'region12', region12)
}

/** Dead and moved persons who are still on lists. */
function lingering(desk: Desk, household: Household): void {
  const { discord } = household
  const state = discord === 'dead_on_list' ? 'dead' : discord === 'moved_on_list' ? 'moved' : ''
  const person = household.gone.find((gone) => gone.state === state)
  if (!person) return
  resident(desk, household, person)
  desk.planted(discord, 'C0201', person, 'id_no', person.id)
  if (state !== 'dead' || person.age < 60) return
  desk.of('P0403', person, { ins_type: '170', pension_amount: 61_000, pay_month: desk.world.month - 1, pay_status: '1' })
  desk.planted(discord, 'P0403', person, 'id_no', person.id)
}

export function cityPolice(desk: Desk, household: Household): void {
  const { random, world } = desk
  for (const person of household.members) {
    if (household.local) resident(desk, household, person)
    else {
      const registered = daysBack(desk, 340, 10)
      desk.of('C0202', person, {
        live_addr: household.address,
        addr_code: household.addressCode,
        ...region(household),
        emp_org: person.work.employer.name,
        reg_date: registered,
        expire_date: registered + 365,
        phone: person.phone,
      })
    }
  }
  const [lon, lat] = townCentre[household.village.code12.slice(6, 9)] ?? [121_050_000, 30_700_000]
  desk.put('C0203', {
    addr_code: household.addressCode,
    addr_full: household.address,
    ...region(household),
    grid_code: household.grid,
    lon: lon + random.int(-22_000, 22_000),
    lat: lat + random.int(-18_000, 18_000),
    hh_size: household.members.length,
    id_no: household.head.id,
  })
  lingering(desk, household)
  incidents(desk, household, world.asOf)
}

function incidents(desk: Desk, household: Household, asOf: number): void {
  if (household.planted !== '') return
  const { random } = desk
  for (const person of household.members) {
    if (person.age >= 15 && desk.rare('C0204', 0.0018)) {
      desk.of('C0204', person, {
        case_no: paper(desk, 'JTSG'),
        disaster_date: historyDay(desk),
        casualty: random.choose({ '2': 25, '3': 70, '0': 5 }),
        duty_ratio: random.pick(['次要责任', '同等责任', '无责任']),
        compensate_amt: random.amount(18_000, 0.7),
        ...region(household),
      })
    }
    if (person.sex === '2' && person.age >= 20 && person.spouse && desk.rare('C0205', 0.0006)) {
      desk.of('C0205', person, {
        case_no: paper(desk, 'JB'),
        event_time: momentOn(desk, asOf - random.int(10, 500)),
        event_type: '家庭暴力',
        handle_status: '50',
        ...region(household),
      })
    }
  }
}

function hardToEmploy(desk: Desk, household: Household, person: Person): void {
  const type = person.disability ? '2' : assistKind(household) !== null ? '3' : person.age >= 45 ? '1' : '5'
  desk.of('C0301', person, {
    diff_type: type,
    approve_date: daysBack(desk, 500, 30),
    valid_until: desk.world.asOf + desk.random.int(30, 700),
    emp_status: employmentCode(person),
    ...region(household),
  })
}

function jobSeeker(desk: Desk, person: Person): void {
  const { random } = desk
  for (let i = random.int(0, 2); i > 0; i--) {
    desk.of('C0304', person, {
      job_name: random.pick(['装配工', '仓管员', '保洁员', '文员', '收银员']),
      emp_org: random.pick(desk.world.employers).name,
      job_wage: random.amount(4800, 0.15),
      push_date: daysBack(desk, 300, 3),
      push_result: random.choose({ '2': 40, '4': 45, '3': 15 }),
      refuse_cnt: random.chance(0.1) ? 1 : 0,
    })
  }
  if (random.chance(0.3)) training(desk, person)
}

function training(desk: Desk, person: Person): void {
  const start = daysBack(desk, 600, 30)
  desk.of('C0303', person, {
    train_name: desk.random.pick(['电商运营', '养老护理', '家政服务', '叉车驾驶', '中式面点']),
    train_start: start,
    train_end: start + 10,
    train_result: '合格',
    subsidy_amt: 120_000,
  })
}

function employment(desk: Desk, household: Household, person: Person): void {
  const { work } = person
  if (work.kind === 'employee' || work.kind === 'welfare_job') {
    desk.of('C0307', person, {
      ...employer(person),
      hire_date: work.hired,
      contract_type: desk.random.pick(['固定期限', '无固定期限', '固定期限']),
    })
  } else if (work.lost > 0)
    desk.of('C0307', person, { ...employer(person), hire_date: work.hired, quit_date: work.lost, contract_type: '固定期限' })
  if (work.kind === 'welfare_job' || (work.kind === 'employee' && household.planted === '' && desk.rare('C0302', 0))) {
    desk.of('C0302', person, {
      job_name: desk.random.pick(['公益保洁员', '社区协管员', '河道巡查员']),
      emp_org: work.employer.name,
      job_wage: work.wage,
      hire_date: work.hired,
    })
  }
}

export function cityLabour(desk: Desk, household: Household): void {
  for (const person of household.members) {
    if (person.age < 16 || person.state !== 'present') continue
    const { work } = person
    employment(desk, household, person)
    const graduate = person.school?.status === '3' && work.kind === 'unemployed'
    if (graduate || (household.planted === '' && person.school?.status === '3' && !studies(person) && desk.rare('C0306', 0))) {
      desk.of('C0306', person, {
        grad_school: person.school?.name,
        major: person.school?.major,
        grad_date: person.school?.graduation,
        emp_status: employmentCode(person),
        wish_job: desk.random.pick(['文员', '客服', '技术员']),
        phone: person.phone,
      })
    }
    if (household.planted === '') {
      if (work.kind === 'unemployed') {
        jobSeeker(desk, person)
        if (desk.random.chance(0.4) || desk.rows('C0301') === 0) hardToEmploy(desk, household, person)
      } else if (isWaged(person) && desk.rare('C0303', 0.03)) training(desk, person)
      if (work.kind === 'self' && desk.rare('C0305', 0.03)) {
        const amount = desk.random.amount(160_000, 0.4)
        desk.of('C0305', person, {
          loan_amt: amount,
          loan_date: daysBack(desk, 900, 20),
          loan_balance: Math.round(amount * 0.6),
          subsidy_amt: Math.round(amount * 0.02),
          org_name: '合成农商银行',
        })
      }
    }
    if (person.landPension > 0) {
      desk.of('C0308', person, {
        land_lost_date: daysBack(desk, 7000, 1500),
        monthly_amount: person.landPension,
        benefit_start: person.pension?.startMonth ?? null,
        ...region(household),
      })
    }
  }
}
