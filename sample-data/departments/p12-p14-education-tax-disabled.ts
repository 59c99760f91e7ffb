import { schoolYearOf } from '../calendar.ts'
import type { Desk } from '../delivery/desk.ts'
import type { Household, Person } from '../population/model.ts'
import { assistKind, studies } from '../population/model.ts'
import { daysBack, employmentCode, guardian, history, historyDay, isWaged, paidMonths, region } from './common.ts'

function schoolRow(desk: Desk, person: Person): void {
  const { school } = person
  if (!school) return
  const base = {
    student_no: school.number,
    school_name: school.name,
    school_stage: school.stage,
    enroll_date: school.enrolled,
    student_status: school.status,
  }
  if (school.category === 'P1201') {
    desk.of('P1201', person, {
      ...base,
      grade: school.grade,
      is_boarding: school.stage === '3' && desk.random.chance(0.1),
      guardian_id_no: guardian(person)?.id ?? '',
    })
  } else if (school.category === 'P1202') desk.of('P1202', person, { ...base, grade: school.grade, major: school.major })
  else desk.of('P1203', person, { ...base, major: school.major, grad_date: school.graduation })
}

export function provincialEducation(desk: Desk, household: Household): void {
  const year = schoolYearOf(desk.world.asOf)
  for (const person of household.members) {
    schoolRow(desk, person)
    const college = person.school?.category === 'P1203' && studies(person)
    if (college && (household.poor || assistKind(household) !== null || desk.rare('P1204', 0.08))) {
      const needy = household.poor || assistKind(household) !== null
      desk.of('P1204', person, {
        school_name: person.school?.name,
        aid_item: needy ? '国家助学金' : '国家助学贷款',
        hard_level: needy ? '1' : '3',
        pay_amount: needy ? 330_000 : 0,
        loan_amt: needy ? 0 : 1_200_000,
        school_year: year,
      })
    }
  }
}

function wages(desk: Desk, household: Household, person: Person): void {
  const { random } = desk
  const months = paidMonths(desk, person)
  const steady = household.planted !== ''
  for (const month of months) {
    const bonus = !steady && month % 12 === 0 ? 1.4 : 1
    const wage = steady ? person.work.wage : Math.round((person.work.wage * (0.94 + random.next() * 0.12) * bonus) / 100) * 100
    desk.of('P1301', person, {
      emp_org: person.work.employer.name,
      org_uscc: person.work.employer.code,
      tax_period: month,
      wage_income: wage,
    })
  }
  for (const month of months.slice(-1)) contribution(desk, person, month, person.work.kind === 'welfare_job' ? '4' : '1')
}

function contribution(desk: Desk, person: Person, month: number, form: string): void {
  const { work } = person
  desk.of('P1304', person, {
    ins_type: work.kind === 'civil' ? '120' : '110',
    pay_month: month,
    pay_base: Math.max(446_200, Math.round(work.wage / 100) * 100),
    pay_amount: Math.max(35_696, Math.round(work.wage * 0.08)),
    emp_org: work.employer.name,
    emp_form: form,
  })
}

/** Earnings without an employer are declared by the quarter. */
function otherIncome(desk: Desk, person: Person): void {
  const { kind, wage } = person.work
  const declared = kind === 'self' || kind === 'flexible' || kind === 'farmer'
  if (declared) {
    for (const month of history(desk)) {
      if (kind !== 'farmer' && month % 2 === 0) contribution(desk, person, month, kind === 'self' ? '3' : '2')
      if (month % 3 !== 2) continue
      const row = {
        income_kind: kind === 'flexible' ? '0400' : '0200',
        tax_period: month,
        other_income: wage * 3,
        org_name: kind === 'flexible' ? '合成劳务服务公司' : '',
      }
      desk.of('P1302', person, row)
      desk.of('C2301', person, row)
    }
  } else if (person.age >= 25 && desk.household.planted === '' && !desk.household.poor && desk.rare('P1302', 0.012)) {
    const row = {
      income_kind: desk.random.pick(['0700', '0800', '1000']),
      tax_period: desk.world.month - desk.random.int(1, 11),
      other_income: desk.random.amount(2600, 0.7),
      org_name: '合成支付单位',
    }
    desk.of('P1302', person, row)
    desk.of('C2301', person, row)
  }
}

export function provincialTax(desk: Desk, household: Household): void {
  const year = Math.floor(desk.world.month / 12)
  for (const person of household.members) {
    if (person.age < 16 || person.state !== 'present') continue
    wages(desk, household, person)
    otherIncome(desk, person)
    if (!isWaged(person)) continue
    const deductions: [string, number][] = []
    if (household.members.some((other) => other.age < 3)) deductions.push(['7', 2_400_000])
    if (household.members.some((other) => studies(other) && other.age < 25)) deductions.push(['1', 2_400_000])
    if (household.members.some((other) => other.age >= 60 && other !== person)) deductions.push(['6', 3_600_000])
    if (household.rented) deductions.push(['5', 1_320_000])
    for (const [type, amount] of deductions.slice(0, 2)) {
      if (desk.random.chance(0.6)) desk.of('P1303', person, { deduct_type: type, deduct_amt: amount, premium_year: year - 1 })
    }
  }
}

export function provincialDisabled(desk: Desk, household: Household): void {
  const { random } = desk
  for (const person of household.members) {
    const { disability } = person
    if (!disability) continue
    const certificate = {
      dis_cert_no: disability.certificate,
      dis_type: disability.type,
      dis_level: disability.level,
      issue_date: disability.issued,
      cert_status: '1',
    }
    const keeper = household.members.find((other) => other !== person && other.age >= 18)
    desk.of('P1401', person, {
      ...certificate,
      expire_date: disability.issued + 3652,
      guardian_name: keeper?.name ?? '',
      phone: person.phone,
      ...region(household),
    })
    desk.of('C0701', person, { ...certificate, ...region(household) })
    const selfcare = person.selfcare || (disability.level === '1' ? '3' : disability.level === '2' ? '2' : '1')
    desk.of('P1402', person, {
      living_mode: person.living || '1',
      selfcare_level: selfcare,
      emp_status: person.age >= 16 ? employmentCode(person) : '',
      housing_cond: household.rented ? '3' : '1',
      unmet_need: random.pick(['无', '无', '辅助器具', '康复训练', '就业帮扶']),
      survey_date: daysBack(desk, 300, 30),
    })
    if (person.age < 15 && (random.chance(0.5) || desk.rows('P1403') === 0)) {
      for (let i = random.int(2, 8); i > 0; i--) {
        desk.of('P1403', person, {
          rehab_item: random.pick(['言语训练', '孤独症康复', '肢体训练']),
          org_name: '合成儿童康复中心',
          service_date: historyDay(desk),
          subsidy_amt: 240_000,
          guardian_name: keeper?.name ?? '',
        })
      }
    }
    if (desk.rare('P1404', 0.08)) {
      desk.of('P1404', person, {
        aid_device: random.pick(['轮椅', '助听器', '拐杖', '防褥疮垫']),
        service_date: historyDay(desk),
        subsidy_amt: random.amount(900, 0.5),
        org_name: '合成辅具服务站',
      })
    }
  }
}
