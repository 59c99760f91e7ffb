import { schoolYearOf } from '../calendar.ts'
import type { Desk } from '../delivery/desk.ts'
import type { Household, Person } from '../population/model.ts'
import { children, studies } from '../population/model.ts'
import { isRegistered } from './c08-c11-housing-land-disaster.ts'
import { daysBack, employmentCode, guardian, history, historyDay, isWaged, momentOn, paper, region } from './common.ts'

function veterans(desk: Desk, household: Household): void {
  const { random } = desk
  for (const person of household.members) {
    if (person.sex !== '1' || person.age < 50 || !desk.rare('C1201', 0.03)) continue
    const type =
      person.age >= 60 ? random.choose({ '06': 75, '05': 10, '04': 8, '01': 5, '02': 2 }) : random.choose({ '04': 60, '01': 40 })
    desk.of('C1201', person, {
      vet_type: type,
      injury_level: type === '01' ? '08' : '',
      approve_date: daysBack(desk, 5000, 300),
      ...region(household),
    })
    const amount = type === '06' ? 32_000 : 110_000
    for (const month of history(desk))
      desk.of('C1202', person, { vet_type: type, monthly_amount: amount, pay_month: month, pay_status: '1' })
    if (desk.rows('C1203') === 0 || desk.rare('C1203', household.poor ? 0.4 : 0.02))
      desk.of('C1203', person, {
        cause_text: '患病支出较大',
        pay_amount: random.amount(2600, 0.3),
        pay_date: historyDay(desk),
        help_measure: '困难补助',
      })
  }
}

function union(desk: Desk, household: Household): void {
  const { random } = desk
  for (const person of household.members) {
    if (!isWaged(person)) continue
    const strained = household.poor || household.members.some((other) => other.illness !== null)
    if (strained && desk.rare('C1301', 0.12)) {
      const name = `${household.village.townName}总工会`
      desk.of('C1301', person, {
        emp_org: person.work.employer.name,
        union_name: name,
        worker_level: random.choose({ '1': 20, '2': 50, '3': 30 }),
        cause_text: '家庭成员患病',
        approve_date: daysBack(desk, 600, 40),
        assist_status: '1',
      })
      desk.of('C1302', person, {
        aid_item: random.pick(['生活救助', '医疗救助', '金秋助学']),
        pay_amount: random.amount(2400, 0.3),
        pay_date: historyDay(desk),
        union_name: name,
      })
    }
    if (desk.rare('C1303', person.illness ? 0.5 : 0.012)) {
      desk.of('C1303', person, {
        insured_status: '1',
        claim_amt: random.amount(person.illness ? 5200 : 900, 0.5),
        settle_date: historyDay(desk),
        diag_name: person.illness?.name ?? '住院',
      })
    }
  }
}

function schoolAid(desk: Desk, household: Household): void {
  const { random, world } = desk
  const student = household.members.find((person) => studies(person) && person.age >= 10)
  if (!student) return
  const year = schoolYearOf(world.asOf)
  const needy = household.poor || isRegistered(household)
  const at = { school_name: student.school?.name, school_year: year }
  if (desk.rare('C1401', needy ? 0.15 : 0.0008))
    desk.of('C1401', student, {
      ...at,
      project_name: '希望工程助学',
      pay_amount: random.amount(2200, 0.3),
      donor: `合成爱心企业${random.int(1, 40)}`,
    })
  if (desk.rare('C1702', needy ? 0.15 : 0.0008))
    desk.of('C1702', student, { ...at, project_name: '慈善助学', pay_amount: random.amount(3000, 0.3) })
}

function familyAid(desk: Desk, household: Household): void {
  const { random } = desk
  const { head } = household
  const needy = household.poor || isRegistered(household)
  const sick = household.members.find((person) => person.illness !== null)
  if (desk.rare('C1402', needy ? 0.2 : head.age >= 75 ? 0.03 : 0.002)) {
    const paired = daysBack(desk, 700, 200)
    for (let i = random.int(1, 5); i > 0; i--)
      desk.of('C1402', head, {
        vol_name: `合成志愿者${random.int(1, 300)}`,
        pair_date: paired,
        service_item: random.pick(['陪伴聊天', '代购代办', '清洁', '理发']),
        service_date: historyDay(desk),
        org_name: '合成志愿服务队',
      })
  }
  if ((needy || sick) && desk.rare('C1601', 0.05))
    desk.of('C1601', sick ?? head, {
      project_name: '人道救助',
      cause_text: sick ? '重大疾病' : '生活困难',
      pay_amount: random.amount(1800, 0.3),
      pay_date: historyDay(desk),
    })
  if ((needy || sick) && desk.rare('C1701', 0.12))
    desk.of('C1701', sick ?? head, {
      project_name: sick ? '慈善医疗救助' : '慈善困难救助',
      cause_text: sick ? '重大疾病' : '生活困难',
      pay_amount: random.amount(3200, 0.4),
      pay_date: historyDay(desk),
      org_name: '合成慈善总会',
    })
  if (desk.rare('C1703', needy ? 0.12 : 0.0005)) {
    const paired = daysBack(desk, 300, 20)
    desk.of('C1703', head, {
      check_no: paper(desk, 'WX'),
      wish_text: random.pick(['一床棉被', '一台电饭煲', '一套学习桌']),
      donor: `合成爱心人士${random.int(1, 90)}`,
      pair_date: paired,
      finish_date: Math.min(desk.world.asOf, paired + 15),
    })
  }
  const child = children(household)[0]
  if (child && desk.rare('C1602', child.illness ? 0.5 : 0.0004)) {
    desk.of('C1602', child, {
      project_name: '大病儿童救助',
      diag_name: child.illness?.name ?? '先天性心脏病',
      pay_amount: random.amount(9000, 0.3),
      pay_date: historyDay(desk),
      guardian_name: guardian(child)?.name ?? '',
    })
  }
}

function women(desk: Desk, household: Household): void {
  const { random } = desk
  for (const person of household.members) {
    if (person.sex !== '2' || person.age < 25 || person.age > 70) continue
    const cancer = person.illness?.name === '乳腺恶性肿瘤'
    const mother = person.marital === '40' && children(household).length > 0
    if ((cancer || mother || household.poor) && desk.rare('C1501', 0.2)) {
      desk.of('C1501', person, {
        woman_type: cancer ? '2' : mother ? '1' : '9',
        cause_text: cancer ? '患病支出大' : mother ? '独自抚养子女' : '家庭收入低',
        approve_date: daysBack(desk, 700, 30),
        ...region(household),
      })
    }
    if (desk.rare('C1502', cancer ? 0.6 : 0))
      desk.of('C1502', person, {
        diag_name: '乳腺恶性肿瘤',
        diag_date: person.illness?.found ?? daysBack(desk, 400, 60),
        pay_amount: 1_000_000,
        pay_date: historyDay(desk),
      })
    if (person.spouse && desk.rare('C1503', 0.0012))
      desk.of('C1503', person, {
        check_no: paper(desk, 'WQJD'),
        dispute_type: random.pick(['婚姻家庭', '财产权益']),
        event_time: momentOn(desk, daysBack(desk, 600, 10)),
        dispute_result: '已调解',
        ...region(household),
      })
  }
}

export function groups(desk: Desk, household: Household): void {
  if (household.planted !== '') return
  veterans(desk, household)
  union(desk, household)
  if (!household.local) return
  schoolAid(desk, household)
  familyAid(desk, household)
  women(desk, household)
}

function released(desk: Desk, household: Household, person: Person): void {
  desk.of('C1802', person, {
    release_date: daysBack(desk, 700, 40),
    settle_status: desk.random.pick(['已安置就业', '回家', '自谋职业']),
    emp_status: employmentCode(person),
    ...region(household),
  })
}

export function courts(desk: Desk, household: Household): void {
  if (household.planted !== '' || !household.local) return
  const { random, world } = desk
  const grown = household.members.filter((person) => person.age >= 22 && person.state === 'present')
  for (const person of grown) {
    if (person.sex === '1' && person.age < 60 && desk.rare('C1802', household.poor ? 0.012 : 0.0012))
      released(desk, household, person)
    if (person.age < 65 && desk.rare('C1901', household.poor ? 0.02 : 0.005)) {
      desk.of('C1901', person, {
        case_no: paper(desk, '（2024）合执'),
        exec_amt: random.amount(86_000, 0.9),
        dishonest: random.chance(0.4),
        reg_date: daysBack(desk, 1200, 20),
      })
    }
    if (desk.rare('C1803', 0.002))
      desk.of('C1803', person, {
        case_no: paper(desk, '合援'),
        case_type: random.pick(['劳动报酬', '交通事故', '婚姻家庭']),
        apply_date: historyDay(desk),
        apply_result: '1',
        org_name: '合成法律援助中心',
      })
  }
  const { head } = household
  const payer = household.members.find((person) => person !== head && person.age >= 25 && person.age < 60 && person.work.wage > 0)
  if (payer && head.age >= 65 && desk.rare('C1902', 0.006)) {
    desk.of('C1902', head, {
      case_no: paper(desk, '合民初'),
      payer_id_no: payer.id,
      alimony_month: random.amount(600, 0.3),
      start_date: daysBack(desk, 900, 60),
      end_date: world.asOf + random.int(300, 3000),
    })
  }
  if (desk.rare('C1903', household.poor ? 0.006 : 0.0002))
    desk.of('C1903', head, {
      case_no: paper(desk, '合司救'),
      cause_text: '被执行人无履行能力',
      pay_amount: random.amount(12_000, 0.4),
      pay_date: historyDay(desk),
    })
  if (desk.rare('C2001', household.poor ? 0.005 : 0.0002))
    desk.of('C2001', head, {
      case_no: paper(desk, '合检救'),
      cause_text: '刑事案件被害人生活困难',
      pay_amount: random.amount(16_000, 0.4),
      pay_date: historyDay(desk),
    })
}
