import type { Desk } from '../delivery/desk.ts'
import { daysBack, history, historyDay, paper, region } from '../departments/common.ts'
import type { Household, Person } from '../population/model.ts'
import { assistKind, severelyDisabled, studies } from '../population/model.ts'
import { runningYear, TEKUN_MONTH } from './base-rows.ts'

const PAID = '1'

/** Days of what is paid once a year, one for every year of the history. */
function yearly(desk: Desk): number[] {
  const years = Math.max(1, Math.round(desk.world.months / 12))
  return Array.from({ length: years }, (_, back) => daysBack(desk, 340, 15) - back * 365)
}

function monthly(desk: Desk, code: string, person: Person, amount: number, facts: Record<string, string | number> = {}): void {
  for (const month of history(desk)) {
    desk.of(code, person, { ...facts, pay_month: month, pay_amount: amount, pay_status: desk.random.chance(0.996) ? PAID : '2' })
  }
}

function registered(desk: Desk, household: Household): void {
  const { assist, head } = household
  const kind = assistKind(household)
  if (kind === 'dibao' && assist) {
    const facts = { assist_hh_no: assist.number, cover_size: assist.members.length }
    monthly(desk, 'M0202', head, assist.amount, facts)
  }
  if (kind === 'tekun') monthly(desk, 'M0204', head, TEKUN_MONTH + (head.selfcare === '3' ? 30_000 : 8_000))
  for (const person of household.members) {
    if (!person.disability || kind === 'tekun') continue
    if (kind === 'dibao') monthly(desk, 'M0207', person, 10_000, { subsidy_kind: '1' })
    if (severelyDisabled(person)) monthly(desk, 'M0207', person, 8_000, { subsidy_kind: '2' })
  }
}

function education(desk: Desk, household: Household, person: Person): void {
  const { school } = person
  if (!school || !studies(person)) return
  const year = runningYear(desk)
  const poor = household.poor || assistKind(household) !== null
  const term = (): number => historyDay(desk)
  const aid = (kind: string, amount: number): void =>
    desk.of('M0702', person, { edu_aid_kind: kind, school_year: year, pay_amount: amount, pay_date: term() })
  if (household.poor && (school.stage === '5' || school.stage === '6') && desk.random.chance(0.85)) {
    for (const amount of [150_000, 150_000])
      desk.of('M0103', person, { school_name: school.name, school_year: year, pay_amount: amount, pay_date: term() })
  }
  if (!poor || desk.random.chance(0.1)) return
  if (school.stage === '2' || school.stage === '3') for (const amount of [62_500, 62_500]) aid('1', amount)
  if (school.stage === '4') aid('2', 200_000)
  if (school.stage === '5') aid('3', 200_000)
  if (school.stage === '7' && desk.random.chance(0.5)) aid('4', desk.random.int(15, 40) * 10_000)
}

/** Subsidies of farming, forest and card, by their own chances. */
function land(desk: Desk, household: Household): void {
  const { random } = desk
  const { head, poor } = household
  if (random.chance(0.76)) {
    const mu = random.int(80, 620)
    for (const pay_date of yearly(desk)) desk.of('M1001', head, { land_mu: mu, pay_amount: Math.round(mu * 102.35), pay_date })
  }
  if (random.chance(0.42)) {
    const mu = random.int(60, 500)
    for (const pay_date of yearly(desk)) desk.of('M1301', head, { land_mu: mu, pay_amount: mu * 125, pay_date })
  }
  if (desk.rare('M1002', poor ? 0.3 : 0)) {
    const project_name = random.pick(['脆李种植', '花椒种植', '生态养蜂', '牦牛养殖'])
    desk.of('M1002', head, { project_name, pay_amount: random.int(5, 25) * 10_000, pay_date: historyDay(desk) })
  }
  const card = (person: Person, card_item: string, pay_amount: number): void => {
    for (const pay_date of yearly(desk)) desk.of('M1401', person, { card_item, pay_amount, pay_date, pay_status: PAID })
  }
  if (random.chance(0.24)) card(head, random.pick(['03', '05']), random.int(40, 900) * 100 + random.int(0, 99))
  if (random.chance(0.03)) card(head, '02', 96_000)
  for (const person of household.members) if (person.age >= 80) card(person, '01', person.age >= 90 ? 120_000 : 30_000)
}

function events(desk: Desk, household: Household): void {
  const { random } = desk
  const { head } = household
  if (desk.rare('M0206', assistKind(household) === 'dibao' ? 0.08 : household.poor ? 0.02 : 0.004)) {
    const approve_date = historyDay(desk)
    const check_no = paper(desk, 'LS')
    desk.of('M0206', head, {
      check_no,
      temp_reason: random.pick(['03', '04', '05', '07']),
      approve_date,
      pay_amount: random.int(6, 60) * 10_000,
      ...region(household),
    })
  }
  if (desk.rare('M1201', 0.008)) {
    const loss_amount = random.int(10, 400) * 10_000
    desk.of('M1201', head, {
      disaster_kind: random.pick(['1', '2', '5', '6']),
      disaster_date: historyDay(desk),
      loss_amount,
      pay_amount: random.chance(0.8) ? Math.round(loss_amount / 10) : 0,
    })
  }
  const soldier = household.members.find((person) => person.sex === '1' && person.age >= 60)
  if (soldier && desk.rare('M1601', 0.05)) monthly(desk, 'M1601', soldier, 6_200, { vet_type: '06' })
}

function bills(desk: Desk, household: Household, person: Person): void {
  const { random, world } = desk
  const yearly = person.illness ? 5 : person.chronic.length > 0 ? 1.6 : person.age >= 60 ? 0.8 : 0.3
  const expected = (yearly * world.months) / 12
  const times = Math.floor(expected) + (random.chance(expected % 1) ? 1 : 0)
  const aided = assistKind(household) !== null || household.poor
  for (let turn = 0; turn < times; turn++) {
    const inpatient = random.chance(person.illness ? 0.4 : 0.12)
    const total = random.amount(inpatient ? (person.illness ? 17_000 : 6_200) : 260, 0.5)
    const basic = Math.round(total * (inpatient ? 0.68 : 0.5))
    const aid = aided && inpatient ? Math.round((total - basic) * 0.5) : 0
    const settle_date = historyDay(desk)
    desk.of('M0502', person, {
      cert_no: paper(desk, 'JS'),
      visit_type: inpatient ? '21' : random.choose({ '11': 70, '13': 30 }),
      hosp_name: random.pick(world.hospitals),
      settle_date,
      total_fee: total,
      basic_pay: basic,
      serious_pay: 0,
      aid_pay: aid,
      self_pay: total - basic - aid,
    })
    if (aid > 0) desk.of('M0503', person, { settle_date, aid_pay: aid })
  }
}

/** What was paid to a household and what it paid to hospitals. */
export function aidRows(desk: Desk, household: Household): void {
  registered(desk, household)
  land(desk, household)
  events(desk, household)
  for (const person of household.members) {
    education(desk, household, person)
    bills(desk, household, person)
  }
}
