import type { Desk } from '../delivery/desk.ts'
import type { Household, Person } from '../population/model.ts'
import { children } from '../population/model.ts'
import { daysBack, history, momentOn, monthDay, paper, region } from './common.ts'

const mentalDiagnoses = [
  ['精神分裂症', 'F20.900'],
  ['双相情感障碍', 'F31.900'],
  ['偏执性精神病', 'F22.000'],
] as const

function births(desk: Desk, household: Household): void {
  for (const child of children(household)) {
    if (child.birth < desk.world.asOf - 730 || !child.mother) continue
    const weeks = desk.random.int(36, 41)
    desk.put('P0901', {
      birth_cert_no: paper(desk, 'CS'),
      baby_name: child.name,
      sex: child.sex,
      birth_date: child.birth,
      mother_id_no: child.mother.id,
      father_id_no: child.father?.id ?? '',
      org_name: desk.world.hospitals[0],
      preg_week: weeks,
    })
    desk.put('C0505', {
      mother_id_no: child.mother.id,
      name: child.mother.name,
      birth_date: child.birth,
      preg_week: weeks,
      follow_date: Math.min(desk.world.asOf - 1, child.birth + 14),
      follow_result: desk.random.pick(['正常', '正常', '建议复查黄疸']),
      ...region(household),
    })
  }
}

function deaths(desk: Desk, household: Household): void {
  for (const person of household.gone) {
    if (person.state !== 'dead') continue
    desk.of('P0902', person, {
      death_date: person.stateDay,
      death_cause: desk.random.pick(['心脑血管疾病', '恶性肿瘤', '呼吸系统疾病', '意外伤害']),
      org_name: desk.world.hospitals[1],
    })
    if (desk.random.chance(0.85)) {
      desk.of('C2803', person, {
        death_date: person.stateDay,
        biz_item: '户口注销、社保停发、丧葬补助',
        event_time: momentOn(desk, Math.min(desk.world.asOf, person.stateDay + desk.random.int(3, 12))),
        handle_status: '50',
      })
    }
  }
}

function managed(desk: Desk, household: Household, person: Person): void {
  if (person.mentalRisk !== '') {
    const [name, icd] = desk.random.pick(mentalDiagnoses)
    const keeper = household.members.find((other) => other !== person && other.age >= 18)
    desk.of('P0903', person, {
      diag_name: name,
      diag_icd: icd,
      diag_date: daysBack(desk, 4000, 400),
      risk_level: person.mentalRisk,
      guardian_id_no: keeper?.id ?? '',
      guardian_name: keeper?.name ?? '',
      follow_date: daysBack(desk, 80, 3),
    })
  }
  for (const disease of person.chronic) {
    desk.of('P0905', person, {
      chronic_type: disease,
      diag_date: daysBack(desk, 5000, 300),
      follow_date: daysBack(desk, 100, 3),
      follow_result: desk.random.pick(['控制满意', '控制满意', '控制不满意', '需转诊']),
      org_name: `${household.village.townName}卫生院`,
    })
  }
}

function specialFamily(desk: Desk, household: Household): void {
  const { head } = household
  if (head.age < 52 || household.members.some((person) => person.age < 45) || !household.local) return
  if (household.planted !== '' || !desk.rare('P0904', 0.009)) return
  const type = desk.random.choose({ '1': 70, '2': 28, '3': 2 })
  const amount = 80_000
  for (const person of [head, head.spouse]) {
    if (!person || !household.members.includes(person)) continue
    desk.of('P0904', person, {
      spouse_id_no: person.spouse?.id ?? '',
      special_type: type,
      approve_date: daysBack(desk, 3000, 300),
      monthly_amount: amount,
      ...region(household),
    })
    for (const month of history(desk))
      desk.of('C0504', person, { special_type: type, monthly_amount: amount, pay_month: month, pay_status: '1' })
  }
}

export function provincialHealth(desk: Desk, household: Household): void {
  if (household.local) births(desk, household)
  deaths(desk, household)
  for (const person of household.members) if (person.state === 'present') managed(desk, household, person)
  specialFamily(desk, household)
}

export function provincialMarket(desk: Desk, household: Household): void {
  for (const business of household.businesses) {
    const base = { org_uscc: business.code, org_name: business.name, org_status: business.status }
    if (business.kind === 'company') {
      desk.of('P1001', business.owner, {
        ...base,
        role: '1',
        capital: desk.random.pick([1000, 5000, 10_000, 20_000]) * 100,
        biz_start: business.started,
      })
    } else if (business.kind === 'shop') {
      const scope = '百货零售、居民服务'
      desk.of('P1002', business.owner, { ...base, biz_start: business.started, biz_scope: scope })
      desk.of('C2201', business.owner, { ...base, biz_start: business.started, biz_scope: scope, ...region(household) })
    } else desk.of('P1003', business.owner, { ...base, role: '5', capital: 200 })
    desk.put('C2202', {
      org_uscc: business.code,
      org_name: business.name,
      premium_year: Math.floor(desk.world.month / 12) - 1,
      staff_cnt: desk.random.int(1, 9),
      revenue_year: desk.random.amount(320_000, 0.6),
      id_no: business.owner.id,
    })
  }
  const member = household.members.find((person) => person.work.kind === 'farmer')
  if (member && desk.rare('P1003', 0.06)) {
    const number = desk.rows('P1003') + 1
    desk.of('P1003', member, {
      org_uscc: desk.world.credit('93'),
      org_name: `合成${number}粮油专业合作社`,
      role: '5',
      capital: 100,
      org_status: '1',
    })
  }
  const holder = household.members.find(
    (person) => person.age >= 30 && person.age < 70 && !household.poor && household.planted === '',
  )
  if (holder && desk.rare('P1001', 0.012)) {
    desk.of('P1001', holder, {
      org_uscc: desk.world.credit('91'),
      org_name: `合成投资${holder.serial}有限公司`,
      role: desk.random.pick(['2', '3']),
      capital: 500_000,
      biz_start: monthDay(desk, desk.world.month - desk.random.int(10, 90)),
      org_status: desk.random.chance(0.9) ? '1' : '3',
    })
  }
}
