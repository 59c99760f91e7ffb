import type { Desk } from '../delivery/desk.ts'
import type { Assistance, Household } from '../population/model.ts'
import { assistKind, severelyDisabled } from '../population/model.ts'
import { monthlyIncome } from '../population/working.ts'
import { bankCard } from '../facts/identity.ts'
import { applicantRelation, daysBack, employmentCode, healthCode, history, historyDay, labourCode, paper, place } from './common.ts'
import { assetAnswers } from './p02-civil-affairs.ts'

function householdIncome(household: Household): number {
  return household.members.reduce((sum, person) => sum + monthlyIncome(person), 0)
}

function dibaoFile(desk: Desk, household: Household, assist: Assistance): void {
  const income = householdIncome(household)
  const size = assist.members.length
  for (const person of assist.members) {
    desk.of('C0101', person, {
      assist_hh_no: assist.number,
      head_id_no: household.head.id,
      rel_applicant: applicantRelation(person),
      is_single_case: size === 1,
      hh_size: size,
      cover_size: size,
      hh_income_month: income,
      pc_income_month: Math.round(income / size),
      monthly_amount: assist.amount,
      poverty_cause: assist.cause,
      health_status: healthCode(person),
      labor_capacity: labourCode(person),
      assist_status: assist.status,
      start_date: assist.start,
      end_date: assist.end,
      stop_reason: assist.stopReason,
      ...place(household),
      bank_account: bankCard(household.head.serial),
    })
  }
  for (const month of history(desk)) {
    const started = month >= monthIndex(assist.start)
    const running = assist.end === 0 || month <= monthIndex(assist.end)
    if (!started || !running || assist.status === '3') continue
    payment(desk, household, 'C0102', month, assist.amount, { assist_hh_no: assist.number, cover_size: size, subsidy: '最低生活保障金', code: 'MZ01' })
  }
}

function monthIndex(day: number): number {
  const date = new Date(day * 86_400_000)
  return date.getUTCFullYear() * 12 + date.getUTCMonth()
}

interface PaymentFacts {
  assist_hh_no: string
  cover_size: number
  subsidy: string
  code: string
}

/** A monthly payment as civil affairs, the one-card register and the treasury each show it. */
function payment(desk: Desk, household: Household, code: 'C0102' | 'C0105', month: number, amount: number, facts: PaymentFacts): void {
  const { head } = household
  const account = bankCard(head.serial)
  const status = desk.random.chance(0.997) ? '1' : '2'
  if (code === 'C0102') {
    desk.of('C0102', head, { assist_hh_no: facts.assist_hh_no, cover_size: facts.cover_size, pay_month: month, pay_amount: amount, pay_status: status, bank_account: account })
  } else desk.of('C0105', head, { subsidy_name: facts.subsidy, pay_month: month, pay_amount: amount, pay_status: status, bank_account: account })
  const day = Date.UTC(Math.floor(month / 12), month % 12, 12) / 86_400_000
  const subsidy = { subsidy_code: facts.code, subsidy_name: facts.subsidy, pay_amount: amount, pay_date: day, pay_status: status }
  desk.of('C2101', head, { ...subsidy, org_name: '合成市民政局', bank_account: account })
  desk.of('C2103', head, { check_no: paper(desk, 'ZF'), ...subsidy })
}

function marginalFile(desk: Desk, household: Household, assist: Assistance): void {
  const perHead = Math.round(householdIncome(household) / assist.members.length)
  for (const person of assist.members) {
    desk.of('C0103', person, {
      assist_hh_no: assist.number,
      head_id_no: household.head.id,
      rel_applicant: applicantRelation(person),
      hh_size: assist.members.length,
      pc_income_month: perHead,
      poverty_cause: assist.cause,
      health_status: healthCode(person),
      labor_capacity: labourCode(person),
      assist_status: assist.status,
      start_date: assist.start,
      end_date: assist.end,
      stop_reason: assist.stopReason,
      ...place(household),
    })
  }
}

function tekunFile(desk: Desk, household: Household, assist: Assistance): void {
  const { head } = household
  const care = head.selfcare === '3' ? 113_000 : head.selfcare === '2' ? 56_500 : 22_600
  desk.of('C0104', head, {
    assist_hh_no: assist.number,
    support_mode: head.institution ? '1' : '2',
    selfcare_level: head.selfcare || '1',
    care_fee_month: care,
    monthly_amount: 213_700,
    org_name: head.institution ? '合成敬老院' : '',
    guardian_name: head.institution ? '' : `合成护理员${desk.random.int(1, 60)}`,
    assist_status: assist.status,
    start_date: assist.start,
    end_date: assist.end,
    ...place(household),
  })
  const facts = { assist_hh_no: assist.number, cover_size: 1 }
  for (const month of history(desk)) {
    payment(desk, household, 'C0105', month, 213_700, { ...facts, subsidy: '特困基本生活费', code: 'MZ02' })
    payment(desk, household, 'C0105', month, care, { ...facts, subsidy: '照料护理费', code: 'MZ03' })
  }
}

function rigidFile(desk: Desk, household: Household, assist: Assistance): void {
  const income = householdIncome(household) * 12
  const medical = desk.random.amount(46_000, 0.3)
  const schooling = household.members.some((person) => person.school?.category === 'P1203') ? 900_000 : 0
  const rehab = household.members.some(severelyDisabled) ? 600_000 : 0
  for (const person of assist.members) {
    desk.of('C0106', person, {
      assist_hh_no: assist.number,
      head_id_no: household.head.id,
      rel_applicant: applicantRelation(person),
      hh_size: assist.members.length,
      hh_income_12m: income,
      rigid_med_12m: medical,
      rigid_edu_12m: schooling,
      rigid_rehab_12m: rehab,
      rigid_other_12m: 0,
      rigid_total_12m: medical + schooling + rehab,
      poverty_cause: '01',
      assist_status: assist.status,
      approve_date: assist.start,
      valid_until: assist.start + 365,
      ...place(household),
    })
  }
}

function assistedFile(desk: Desk, household: Household, assist: Assistance): void {
  const income = householdIncome(household)
  for (const person of assist.members) {
    desk.of('C0107', person, {
      assist_hh_no: assist.number,
      head_id_no: household.head.id,
      rel_applicant: applicantRelation(person),
      hh_size: assist.members.length,
      pc_income_month: Math.round(income / assist.members.length),
      hh_income_12m: income * 12,
      assist_status: assist.status,
      approve_date: assist.start,
      valid_until: assist.start + 365,
      region12: household.village.code12,
    })
  }
}

interface Check {
  number: string
  authorised: number
  checked: number
  result: string
}

/** The verification of a family that applied: conclusion, home visit and the answers of banks and insurers. */
export function verify(desk: Desk, household: Household, check: Check): void {
  const members = household.members
  const income = householdIncome(household)
  const rich = check.result === '3'
  desk.put('C0124', {
    check_no: check.number,
    assist_hh_no: household.assist?.number ?? '',
    head_id_no: household.head.id,
    auth_date: check.authorised,
    auth_valid_until: check.authorised + 180,
    check_date: check.checked,
    check_income_month: Math.round(income / members.length),
    check_asset: desk.random.amount(rich ? 360_000 : 13_000, 0.4),
    check_house_cnt: household.homes.length,
    check_car_cnt: household.vehicles.length,
    check_biz_cnt: household.businesses.length,
    check_result: check.result,
    over_item: rich ? '货币财产' : check.result === '2' ? '家庭收入' : '',
  })
  for (const person of members) {
    assetAnswers(desk, person, check.number, check.authorised, rich)
    desk.of('C0123', person, {
      check_no: paper(desk, 'RH'),
      assist_hh_no: household.assist?.number ?? '',
      rel_applicant: applicantRelation(person),
      health_status: healthCode(person),
      labor_capacity: labourCode(person),
      emp_status: person.age >= 16 ? employmentCode(person) : '',
      declared_income: monthlyIncome(person),
      declared_asset: desk.random.amount(3000, 0.5),
      housing_cond: household.danger >= 'C' ? '5' : household.homes.length > 0 ? '1' : '3',
      housing_area: household.homes[0]?.area ?? null,
      appliance_note: '电视机、冰箱、空调各一台',
      poverty_cause: household.assist?.cause ?? '99',
      need_type: desk.random.pick(['01', '02', '04', '09']),
      survey_date: check.authorised + desk.random.int(3, 9),
      surveyor: `合成社工${desk.random.int(1, 40)}`,
    })
  }
}

function application(desk: Desk, household: Household, item: string, day: number, result: string): void {
  desk.of('C0122', household.head, {
    check_no: paper(desk, 'SL'),
    apply_item: item,
    apply_date: day,
    apply_channel: desk.random.choose({ '1': 40, '2': 30, '3': 18, '4': 10, '5': 2 }),
    hh_size: household.members.length,
    apply_result: result,
    reject_reason: result === '2' ? desk.random.pick(['收入超标', '财产超标']) : '',
    approve_date: day + desk.random.int(10, 25),
    town: household.village.townName,
    village: household.village.name,
  })
}

function temporaryAid(desk: Desk, household: Household): void {
  const needy = assistKind(household) !== null || household.poor
  if (household.planted !== '' || !household.local) return
  if (!desk.rare('C0108', needy ? 0.12 : 0.0012)) return
  const applied = historyDay(desk)
  desk.of('C0108', household.head, {
    check_no: paper(desk, 'LS'),
    temp_type: desk.random.pick(['1', '2']),
    temp_reason: desk.random.choose({ '01': 5, '02': 10, '03': 45, '04': 25, '06': 15 }),
    apply_date: applied,
    approve_date: applied + 7,
    pay_amount: desk.random.amount(4200, 0.4),
    pay_date: Math.min(desk.world.asOf, applied + 14),
    hh_size: household.members.length,
    town: household.village.townName,
    village: household.village.name,
  })
}

/** Registers of assistance, payments, applications and verification. */
export function assistance(desk: Desk, household: Household): void {
  const { assist } = household
  if (assist) {
    if (assist.kind === 'dibao') dibaoFile(desk, household, assist)
    else if (assist.kind === 'marginal') marginalFile(desk, household, assist)
    else if (assist.kind === 'tekun') tekunFile(desk, household, assist)
    else if (assist.kind === 'rigid') rigidFile(desk, household, assist)
    else assistedFile(desk, household, assist)
    const ended = assist.status === '4'
    const authorised = ended ? Math.max(assist.end - 20, desk.world.asOf - 170) : daysBack(desk, 150, 20)
    const result = ended ? '1' : desk.random.chance(0.985) || household.planted !== '' ? '1' : '5'
    verify(desk, household, { number: paper(desk, 'HD'), authorised, checked: authorised + 12, result })
    if (assist.start > desk.world.asOf - 400) {
      const item = { dibao: '01', tekun: '02', marginal: '03', rigid: '04', assisted: '05' }[assist.kind]
      application(desk, household, item, assist.start - 30, '1')
    }
  } else if (household.local && !household.collective && desk.rare('C0122', household.poor ? 0.15 : 0.004)) {
    const day = daysBack(desk, 160, 25)
    const result = household.poor ? '2' : '3'
    application(desk, household, desk.random.pick(['01', '03']), day, '2')
    verify(desk, household, { number: paper(desk, 'HD'), authorised: day + 2, checked: day + 14, result })
  }
  temporaryAid(desk, household)
}
