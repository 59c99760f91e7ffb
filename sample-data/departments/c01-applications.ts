import type { Desk } from '../delivery/desk.ts'
import type { Household } from '../population/model.ts'
import { assistKind } from '../population/model.ts'
import { householdIncome, monthlyIncome } from '../population/working.ts'
import { applicantRelation, employmentCode, healthCode, historyDay, labourCode, paper } from './common.ts'
import { assetAnswers } from './p02-civil-affairs.ts'

export interface Check {
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
  const assets = members.reduce((sum, person) => sum + assetAnswers(desk, person, check.number, check.authorised, rich), 0)
  desk.put('C0124', {
    check_no: check.number,
    assist_hh_no: household.assist?.number ?? '',
    head_id_no: household.head.id,
    auth_date: check.authorised,
    auth_valid_until: check.authorised + 180,
    check_date: check.checked,
    check_income_month: Math.round(income / members.length),
    check_asset: assets,
    check_house_cnt: household.homes.length,
    check_car_cnt: household.vehicles.length,
    check_biz_cnt: household.businesses.length,
    check_result: check.result,
    over_item: rich ? '货币财产' : check.result === '2' ? '家庭收入' : '',
  })
  for (const person of members) {
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

export function application(desk: Desk, household: Household, item: string, day: number, result: string): void {
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

export function temporaryAid(desk: Desk, household: Household): void {
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
