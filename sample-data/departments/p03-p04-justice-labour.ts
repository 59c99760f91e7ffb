import { monthOf } from '../calendar.ts'
import type { Desk } from '../delivery/desk.ts'
import type { Household, Person } from '../population/model.ts'
import { studies, works } from '../population/model.ts'
import { daysBack, employer, employmentCode, history, historyDay, isWaged, paper, region } from './common.ts'

export function provincialJustice(desk: Desk, household: Household): void {
  for (const person of household.members) {
    if (person.state === 'imprisoned') {
      const drugs = desk.rows('P0301') > 0 && (desk.random.chance(0.2) || desk.rows('P0302') === 0)
      desk.of(drugs ? 'P0302' : 'P0301', person, {
        prison_name: drugs ? '合成强制隔离戒毒所' : '合成监狱',
        sentence_start: person.stateDay,
        sentence_end: person.stateDay + (drugs ? 730 : desk.random.int(1000, 3000)),
        ...(drugs ? {} : { case_type: desk.random.pick(['盗窃罪', '诈骗罪', '故意伤害罪', '危险驾驶罪']) }),
      })
      continue
    }
    if (person.age >= 20 && person.age < 60 && household.local && desk.rare('P0303', household.poor ? 0.004 : 0.0006)) {
      const start = daysBack(desk, 300, 30)
      const period = { sentence_start: start, sentence_end: start + desk.random.int(400, 800), ...region(household) }
      desk.of('P0303', person, { prison_name: `${household.village.townName}司法所`, ...period })
      desk.of('C1801', person, { ...period, emp_status: employmentCode(person) })
    }
  }
}

function contribution(wage: number): number {
  return Math.max(446_200, Math.min(2_231_100, Math.round(wage / 100) * 100))
}

function insurance(desk: Desk, person: Person): void {
  const { work } = person
  const lastMonth = desk.world.month - 1
  const months = Math.max(3, Math.floor((desk.world.asOf - work.hired) / 30))
  if (isWaged(person)) {
    const unemployment = work.kind !== 'civil' && desk.random.chance(0.35)
    for (const type of work.kind === 'civil' ? ['120'] : unemployment ? ['110', '210'] : ['110']) {
      desk.of('P0401', person, {
        ins_type: type,
        insured_status: '1',
        ...employer(person),
        pay_base: contribution(work.wage),
        pay_months: months,
        last_pay_month: lastMonth,
      })
    }
  } else if (work.lost > 0) {
    desk.of('P0401', person, {
      ins_type: '110',
      insured_status: '2',
      ...employer(person),
      pay_base: contribution(work.wage),
      pay_months: Math.max(3, Math.floor((work.lost - work.hired) / 30)),
      last_pay_month: monthOf(work.lost - 20),
    })
  } else if ((work.kind === 'self' || work.kind === 'flexible') && desk.random.chance(0.8)) {
    desk.of('P0401', person, {
      ins_type: '110',
      insured_status: '1',
      emp_org: '灵活就业',
      pay_base: 446_200,
      pay_months: months,
      last_pay_month: lastMonth,
    })
  }
}

function residentPension(desk: Desk, household: Household, person: Person): void {
  const receiving = person.pension?.scheme === '170'
  const outside = !isWaged(person) && person.age >= 20 && !studies(person) && person.pension === null && household.local
  if (!receiving && !(outside && desk.random.chance(0.7))) return
  desk.of('P0402', person, {
    insured_status: '1',
    pay_amount: receiving ? 0 : desk.random.pick([10_000, 30_000, 50_000, 100_000, 200_000]),
    pay_months: desk.random.int(24, 180),
    last_pay_month: receiving ? null : desk.world.month - desk.random.int(1, 10),
    benefit_start: receiving ? person.pension?.startMonth : null,
  })
}

function payouts(desk: Desk, person: Person): void {
  const { pension, work } = person
  if (pension) {
    for (const month of history(desk)) {
      if (month < pension.startMonth) continue
      desk.of('P0403', person, {
        ins_type: pension.scheme,
        pension_amount: pension.amount,
        pay_month: month,
        benefit_start: pension.startMonth,
        pay_status: '1',
      })
    }
  }
  if (work.lost > 0) {
    const first = monthOf(work.lost) + 1
    for (const month of history(desk)) {
      if (month < first || month >= first + 9) continue
      desk.of('P0404', person, {
        ui_amount: 203_400,
        pay_month: month,
        ui_months_left: first + 8 - month,
        start_date: work.lost + 10,
        end_date: work.lost + 280,
      })
    }
  }
}

function registration(desk: Desk, household: Household, person: Person): void {
  const { work } = person
  const grown = person.age >= 16 && person.age < (person.sex === '1' ? 60 : 55) && !studies(person)
  if (!household.local || (!grown && work.kind !== 'farmer') || person.state !== 'present') return
  const status = employmentCode(person)
  if (status === '6' || (isWaged(person) && !desk.random.chance(0.4)) || (status === '3' && !desk.random.chance(0.25))) return
  const form = { employee: '1', civil: '1', self: '3', flexible: '2', farmer: '5', welfare_job: '4' }[work.kind as string] ?? ''
  desk.of('P0406', person, {
    emp_status: status,
    emp_form: works(person) ? form : '',
    emp_org: works(person) ? work.employer.name : '',
    unemp_date: status === '2' ? (work.lost > 0 ? work.lost + 5 : daysBack(desk, 600, 40)) : null,
    wish_job: status === '2' ? desk.random.pick(['普工', '保洁', '仓管', '文员', '客服']) : '',
    phone: person.phone,
  })
}

export function provincialLabour(desk: Desk, household: Household): void {
  for (const person of household.members) {
    if (person.age < 16) continue
    if (person.state === 'present') {
      insurance(desk, person)
      residentPension(desk, household, person)
      payouts(desk, person)
    }
    registration(desk, household, person)
    if (isWaged(person) && household.planted === '' && desk.rare('P0405', 0.0025)) {
      const severe = desk.random.chance(0.25)
      desk.of('P0405', person, {
        emp_org: person.work.employer.name,
        injury_date: historyDay(desk),
        injury_level: severe ? desk.random.pick(['05', '06']) : desk.random.pick(['08', '09', '10']),
        monthly_amount: severe ? desk.random.amount(2400, 0.2) : null,
        onetime_amount: desk.random.amount(26_000, 0.4),
      })
    }
    if (person.skilled) {
      desk.of('P0407', person, {
        skill_cert: desk.random.pick(['电工', '焊工', '养老护理员', '家政服务员', '中式烹调师', '叉车司机', '保育员']),
        skill_level: desk.random.pick(['5', '5', '4', '4', '3', '9']),
        cert_no: paper(desk, 'ZY'),
        issue_date: daysBack(desk, 3600, 60),
      })
    }
  }
}
