import type { Desk } from '../delivery/desk.ts'
import { bankCard } from '../facts/identity.ts'
import type { Assistance, Household } from '../population/model.ts'
import { severelyDisabled } from '../population/model.ts'
import { householdIncome } from '../population/working.ts'
import { application, temporaryAid, verify } from './c01-applications.ts'
import { applicantRelation, daysBack, healthCode, history, labourCode, paper, place } from './common.ts'

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
    payment(desk, household, 'C0102', month, assist.amount, {
      assist_hh_no: assist.number,
      cover_size: size,
      subsidy: '最低生活保障金',
      code: 'MZ01',
    })
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
function payment(
  desk: Desk,
  household: Household,
  code: 'C0102' | 'C0105',
  month: number,
  amount: number,
  facts: PaymentFacts,
): void {
  const { head } = household
  const account = bankCard(head.serial)
  const status = desk.random.chance(0.997) ? '1' : '2'
  if (code === 'C0102') {
    desk.of('C0102', head, {
      assist_hh_no: facts.assist_hh_no,
      cover_size: facts.cover_size,
      pay_month: month,
      pay_amount: amount,
      pay_status: status,
      bank_account: account,
    })
  } else
    desk.of('C0105', head, {
      subsidy_name: facts.subsidy,
      pay_month: month,
      pay_amount: amount,
      pay_status: status,
      bank_account: account,
    })
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
