import type { Desk } from '../delivery/desk.ts'
import type { Household, Person } from '../population/model.ts'
import { applicantRelation, daysBack, paper } from './common.ts'

const banks = ['合成农商银行', '合成工商银行', '合成邮储银行', '合成农业银行']

function provincialAssistance(desk: Desk, household: Household): void {
  const { assist } = household
  if (!assist) return
  const period = { start_date: assist.start, end_date: assist.end, assist_status: assist.status, region6: desk.world.county }
  for (const person of assist.members) {
    if (assist.kind === 'dibao') {
      desk.of('P0201', person, {
        assist_hh_no: assist.number,
        rel_applicant: applicantRelation(person),
        assist_type: '01',
        monthly_amount: assist.amount,
        ...period,
      })
    } else if (assist.kind === 'marginal') {
      desk.of('P0202', person, { assist_hh_no: assist.number, rel_applicant: applicantRelation(person), ...period })
    } else if (assist.kind === 'tekun') {
      desk.of('P0203', person, {
        support_mode: person.institution ? '1' : '2',
        selfcare_level: person.selfcare || '1',
        ...period,
      })
    }
  }
}

function marriages(desk: Desk, household: Household): void {
  for (const person of household.members) {
    const { spouse } = person
    const recent = person.age < 35
    if (spouse && person.sex === '1' && spouse.state === 'present' && desk.random.chance(recent ? 0.9 : 0.5)) {
      desk.of('P0204', person, {
        spouse_id_no: spouse.id,
        spouse_name: spouse.name,
        reg_type: '1',
        reg_date: Math.max(person.birth + 8100, desk.world.asOf - (person.age - 23) * 365),
        reg_org: '合成婚姻登记处',
        cert_no: paper(desk, 'JH'),
      })
    }
    if (person.marital === '40' && household.gone.length > 0 && desk.rare('P0204', 0.7)) {
      const former = household.gone.find((other) => other.marital === '40')
      desk.of('P0204', person, {
        spouse_id_no: former?.id ?? '',
        spouse_name: former?.name ?? '',
        reg_type: '2',
        reg_date: former ? former.stateDay - desk.random.int(5, 60) : daysBack(desk, 3000, 200),
        reg_org: '合成婚姻登记处',
        cert_no: paper(desk, 'LH'),
      })
    }
  }
}

/** Bank, securities and insurance answers of one checked person, under one check number; returns what they add up to. */
export function assetAnswers(desk: Desk, person: Person, check: string, authorised: number, rich: boolean): number {
  const { random } = desk
  const grown = person.age >= 18
  const balance = grown ? random.amount(rich ? 160_000 : 5200, 0.5) : random.amount(300, 0.4)
  const market = rich && grown ? random.amount(30_000, 0.6) : 0
  const cash = grown && random.chance(0.2) ? random.amount(1200, 0.4) : 0
  desk.of('P0208', person, {
    check_no: check,
    bank_name: random.pick(banks),
    balance,
    balance_date: authorised + 4,
    auth_date: authorised,
  })
  desk.of('P0209', person, {
    check_no: check,
    bank_name: '合成证券登记公司',
    market_value: market,
    balance: 0,
    balance_date: authorised + 4,
    auth_date: authorised,
  })
  desk.of('P0210', person, {
    check_no: check,
    insurer: '合成人寿保险',
    ins_product: grown ? '普惠意外险' : '学生平安险',
    premium_paid: grown ? 12_000 : 6000,
    cash_value: cash,
    policy_status: '1',
    start_date: authorised - random.int(30, 400),
    auth_date: authorised,
  })
  return balance + market + cash
}

export function provincialCivilAffairs(desk: Desk, household: Household): void {
  provincialAssistance(desk, household)
  if (household.local) marriages(desk, household)
  for (const person of household.gone) {
    if (person.state !== 'dead') continue
    desk.of('P0205', person, {
      death_date: person.stateDay,
      cremate_date: person.stateDay + desk.random.int(2, 4),
      org_name: '合成殡仪馆',
      death_cause: desk.random.pick(['心脑血管疾病', '恶性肿瘤', '呼吸系统疾病', '意外']),
    })
  }
  const child = household.members.find((person) => person.age < 16 && person.father !== null && person.mother !== null)
  if (child && desk.rare('P0206', 0.0008)) {
    desk.of('P0206', child, {
      father_id_no: child.father?.id ?? '',
      mother_id_no: child.mother?.id ?? '',
      reg_date: Math.max(child.birth + 40, daysBack(desk, 2000, 100)),
      reg_org: '合成市民政局',
      cert_no: paper(desk, 'SY'),
    })
  }
  const leader = household.members.find((person) => person.age >= 35 && person.age < 70)
  if (leader && !household.poor && desk.rare('P0207', 0.0008)) {
    desk.of('P0207', leader, {
      org_uscc: desk.world.credit('52'),
      org_name: `合成社会服务中心${desk.rows('P0207') + 1}`,
      org_status: '1',
      biz_start: daysBack(desk, 4000, 300),
      biz_scope: '为老服务、社区公益',
    })
  }
}
