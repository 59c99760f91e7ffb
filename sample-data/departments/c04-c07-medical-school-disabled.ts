import { schoolYearOf } from '../calendar.ts'
import type { Desk } from '../delivery/desk.ts'
import type { Household, Person } from '../population/model.ts'
import { assistKind, severelyDisabled, studies } from '../population/model.ts'
import { daysBack, guardian, historyDay, isWaged, medicalIdentity, momentOn, paper, region } from './common.ts'

export function cityMedical(desk: Desk, household: Household): void {
  const { random, world } = desk
  const year = Math.floor(world.month / 12)
  const identity = medicalIdentity(household)
  for (const person of household.members) {
    const kind = isWaged(person) ? '310' : '390'
    if (identity !== '') {
      desk.of('C0401', person, { med_identity: identity, start_date: household.assist?.start, med_ins_type: kind })
      if (kind === '390')
        desk.of('C0402', person, { premium_year: year, med_identity: identity, exempt_fee: 73_000, med_ins_type: '390' })
    }
    if (person.age >= 70 && desk.rare('C0404', person.ability >= '3' ? 0.75 : 0)) {
      const assessed = daysBack(desk, 900, 60)
      desk.of('C0404', person, {
        assess_date: assessed,
        disable_grade: person.ability === '4' ? '5' : '3',
        ltc_mode: person.institution ? '2' : '1',
        org_name: '合成护理服务中心',
        start_date: assessed + 20,
        ltc_pay: random.amount(1500, 0.2),
      })
    }
    if (household.local && random.chance(0.5)) {
      const claim = person.illness !== null && random.chance(0.4)
      desk.of('C0406', person, {
        premium_year: year,
        insured_status: '1',
        claim_amt: claim ? random.amount(5200, 0.5) : null,
        settle_date: claim ? daysBack(desk, 120, 5) : null,
      })
    }
  }
}

export function cityHealth(desk: Desk, household: Household): void {
  const { random, world } = desk
  for (const person of household.members) {
    if (person.state !== 'present') continue
    if (random.chance(person.age >= 60 || person.chronic.length > 0 ? 0.82 : household.local ? 0.3 : 0.08)) {
      const signed = daysBack(desk, 380, 10)
      desk.of('C0501', person, {
        team_name: `${household.village.townName}签约团队${random.int(1, 6)}`,
        org_name: `${household.village.townName}卫生院`,
        sign_date: signed,
        expire_date: signed + 365,
        is_paid: random.chance(0.4),
        exempt_fee: assistKind(household) !== null ? 12_000 : 0,
      })
    }
    if (person.illness)
      desk.of('C0502', person, {
        diag_name: person.illness.name,
        diag_icd: person.illness.icd,
        diag_date: person.illness.found,
        hosp_name: random.pick(world.hospitals),
        ...region(household),
      })
    if (person.ability >= '1' && (person.ability >= '2' ? random.chance(0.6) : desk.rare('C0503', 0))) {
      desk.of('C0503', person, {
        assess_level: person.ability,
        chronic_type: person.chronic[0] ?? '99',
        service_item: random.pick(['上门巡诊', '康复指导', '用药指导']),
        service_date: daysBack(desk, 200, 5),
        org_name: `${household.village.townName}卫生院`,
      })
    }
    emergencies(desk, household, person)
  }
}

function emergencies(desk: Desk, household: Household, person: Person): void {
  if (household.planted !== '') return
  const { random, world } = desk
  if (desk.rare('C0506', person.age >= 75 ? 0.012 : 0.001)) {
    desk.of('C0506', person, {
      check_no: paper(desk, 'JJ'),
      call_time: momentOn(desk, historyDay(desk)),
      call_addr: household.address,
      diag_name: random.pick(['胸痛待查', '跌倒外伤', '意识障碍', '腹痛']),
      hosp_name: random.pick(world.hospitals),
    })
  }
  if ((person.illness || household.poor) && desk.rare('C0507', 0.012)) {
    desk.of('C0507', person, {
      check_no: paper(desk, 'YJ'),
      hosp_name: random.pick(world.hospitals),
      total_fee: random.amount(16_000, 0.4),
      aid_pay: random.amount(6000, 0.4),
      settle_date: historyDay(desk),
    })
  }
}

export function citySchools(desk: Desk, household: Household): void {
  const { random, world } = desk
  const year = schoolYearOf(world.asOf)
  for (const person of household.members) {
    const { school } = person
    if (!school || !studies(person)) continue
    const at = { school_name: school.name, school_stage: school.stage }
    const needy = assistKind(household) !== null || household.poor
    if (needy || desk.rare('C0601', 0.004)) {
      desk.of('C0601', person, {
        ...at,
        school_year: year,
        hard_level: assistKind(household) === 'dibao' ? '1' : needy ? '2' : '3',
        cause_text: needy ? '家庭经济困难' : '突发变故',
        guardian_id_no: guardian(person)?.id ?? '',
      })
      const amount = school.category === 'P1203' ? 200_000 : school.category === 'P1202' ? 100_000 : 62_500
      desk.of('C0602', person, {
        ...at,
        school_year: year,
        aid_item: school.category === 'P1202' ? '普通高中国家助学金' : '生活费补助',
        pay_amount: amount,
        pay_date: Math.min(world.asOf - 3, daysBack(desk, 220, 30)),
      })
    }
    if (school.category === 'P1203' && school.enrolled > world.asOf - 400) {
      desk.of('C0605', person, {
        college_name: school.name,
        school_stage: school.stage,
        major: school.major,
        tuition: random.pick([550_000, 600_000, 680_000, 900_000]),
        school_year: year,
      })
    }
    if (person.disability && person.age < 18) {
      const mode = severelyDisabled(person) ? random.pick(['1', '3']) : '2'
      desk.of('C0604', person, {
        dis_type: person.disability.type,
        school_name: school.name,
        teach_mode: mode,
        grade: school.grade,
        aid_item: '特殊教育资助',
      })
      if (mode === '3' || desk.rows('C0603') === 0)
        desk.of('C0603', person, {
          school_stage: school.stage,
          student_status: '1',
          teach_mode: mode,
          service_cnt: random.int(8, 40),
        })
    }
  }
  dropouts(desk, household)
}

function dropouts(desk: Desk, household: Household): void {
  const teen = household.members.find((person) => person.age >= 13 && person.age <= 14 && person.school?.category === 'P1201')
  if (!teen?.school || !household.poor || !desk.random.chance(0.03)) return
  desk.of('C0603', teen, { school_stage: teen.school.stage, student_status: '6', dropout_reason: '厌学', service_cnt: 0 })
}

export function cityDisabled(desk: Desk, household: Household): void {
  const { random } = desk
  for (const person of household.members) {
    const { disability } = person
    if (!disability || household.planted !== '') continue
    const working = person.age >= 18 && (isWaged(person) || person.work.kind === 'flexible')
    if (working)
      desk.of('C0702', person, {
        dis_level: disability.level,
        emp_form: isWaged(person) ? '1' : '6',
        emp_org: person.work.employer.name,
        hire_date: person.work.hired,
        job_wage: person.work.wage,
      })
    const dayCare = disability.type === '5' || disability.type === '6'
    if (person.age >= 16 && desk.rare('C0703', dayCare ? 0.25 : 0)) {
      desk.of('C0703', person, {
        care_org: `${household.village.townName}残疾人之家`,
        checkin_date: daysBack(desk, 1200, 30),
        subsidy_amt: 80_000,
      })
    }
    if (desk.rare('C0704', disability.type === '4' ? 0.04 : 0)) {
      desk.of('C0704', person, {
        remodel_item: random.pick(['坡道', '扶手', '低位灶台']),
        service_value: random.amount(4200, 0.3),
        finish_date: historyDay(desk),
        live_addr: household.address,
      })
    }
    if (desk.rare('C0705', 0.2)) {
      for (let i = random.int(1, 4); i > 0; i--)
        desk.of('C0705', person, {
          rehab_item: random.pick(['功能训练', '精神康复', '辅具训练']),
          service_date: historyDay(desk),
          org_name: '合成康复服务站',
          subsidy_amt: random.amount(300, 0.4),
        })
    }
  }
  const parent = household.members.some((person) => person.disability !== null)
  for (const person of household.members) {
    if (studies(person) && household.planted === '' && desk.rare('C0706', parent ? 0.3 : 0)) {
      desk.of('C0706', person, {
        school_name: person.school?.name,
        school_stage: person.school?.stage,
        school_year: schoolYearOf(desk.world.asOf),
        aid_item: '残疾人家庭子女助学',
        pay_amount: 150_000,
      })
    }
  }
}
