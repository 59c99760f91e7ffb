import { schoolYearOf, yearOf } from '../calendar.ts'
import type { Desk } from '../delivery/desk.ts'
import { applicantRelation, daysBack, medicalIdentity, place, region } from '../departments/common.ts'
import type { Household, Person } from '../population/model.ts'
import { assistKind, studies, works } from '../population/model.ts'

function register(desk: Desk, household: Household): void {
  for (const person of household.members) {
    desk.of('M0401', person, {
      sex: person.sex,
      birth_date: person.birth,
      ethnic: person.ethnic,
      edu: person.edu,
      hukou_addr: household.address,
      ...region(household),
      hh_no: household.hhNo,
      head_id_no: household.head.id,
      rel_head: person.relation,
      father_id_no: person.father?.id ?? '',
      mother_id_no: person.mother?.id ?? '',
    })
  }
  for (const person of household.gone) {
    const reason = person.state === 'dead' ? '1' : '2'
    desk.of('M0402', person, { cancel_reason: reason, cancel_date: person.stateDay, hh_no: household.hhNo })
  }
}

/** Households lifted out of poverty, and those watched against falling back. */
function poverty(desk: Desk, household: Household): void {
  const { random } = desk
  const cause = household.assist?.cause ?? random.pick(['01', '02', '03', '06'])
  if (household.poor) {
    const facts = {
      hh_no: `TP${household.hhNo}`,
      head_id_no: household.head.id,
      poor_attr: random.chance(0.8) ? '1' : '2',
      out_year: random.int(2014, 2020),
      poverty_cause: cause,
      pc_net_income: random.amount(14_200, 0.25),
      hh_size: household.members.length,
      ...place(household),
    }
    for (const person of household.members) desk.of('M0101', person, { ...facts, rel_head: person.relation })
  }
  if (household.planted !== '' || !desk.rare('M0102', household.poor ? 0.02 : 0.012)) return
  const found = daysBack(desk, 1500, 60)
  const watched = {
    hh_no: `JC${household.hhNo}`,
    monitor_type: household.poor ? '1' : random.choose({ '2': 60, '3': 40 }),
    poverty_cause: cause,
    found_date: found,
    cleared_date: random.chance(0.4) ? Math.min(desk.world.asOf - 5, found + random.int(60, 500)) : null,
    ...region(household),
  }
  for (const person of household.members) desk.of('M0102', person, watched)
}

function insurance(desk: Desk, household: Household, person: Person): void {
  const year = yearOf(desk.world.asOf)
  const poor = household.poor ? '7' : '9'
  if (person.insured) {
    const identity = medicalIdentity(household) || poor
    desk.of('M0501', person, { insured_status: '1', med_identity: identity, premium_year: year })
  }
  if (person.age < 16 || studies(person)) return
  const pension = person.pension?.amount ?? null
  desk.of('M0303', person, { insured_status: '1', premium_year: year, is_receiving: pension !== null, pension_amount: pension })
}

const posts = ['保洁员', '巡河员', '护路员', '安全巡查员', '村级协理员'] as const

function work(desk: Desk, household: Household, person: Person): void {
  const { random, world } = desk
  const { work: job } = person
  const hired = Math.max(job.hired, world.asOf - 2500)
  if (job.kind === 'self') {
    const name = `合成${household.village.name}小店${person.serial}`
    desk.of('M1501', person, { org_uscc: world.credit('92'), org_name: name, org_status: '1', start_date: hired })
  } else if (job.kind === 'welfare_job') {
    desk.of('M0302', person, { post_name: random.pick(posts), month_pay: random.int(5, 8) * 10_000, start_date: hired })
  } else if (works(person) && job.kind !== 'farmer') {
    desk.of('M0301', person, {
      emp_place: random.choose({ '1': 45, '2': 10, '3': 25, '4': 20 }),
      emp_form: job.kind === 'flexible' ? '2' : '1',
      emp_org: job.employer.name,
      month_income: job.wage,
      work_start: hired,
      work_end: random.chance(0.05) ? Math.max(hired + 10, daysBack(desk, 200, 5)) : null,
    })
  }
  if (job.kind === 'farmer' && desk.rare('M1302', 0.18))
    desk.of('M1302', person, { month_pay: random.int(5, 9) * 10_000, start_date: hired })
}

function school(desk: Desk, person: Person): void {
  const { school: place } = person
  if (!place || place.enrolled > desk.world.asOf) return
  desk.of('M0701', person, {
    student_no: place.number,
    school_name: place.name,
    school_stage: place.stage,
    grade: place.grade,
    enroll_date: place.enrolled,
    student_status: place.status,
  })
}

/** Safety of the home and of the water: everybody was looked at. */
function home(desk: Desk, household: Household): void {
  const { random } = desk
  const calm = household.planted !== ''
  const bad = !calm && random.chance(0.014)
  const rebuilt = bad && random.chance(0.5)
  const day = daysBack(desk, 900, 40)
  desk.of('M0901', household.head, {
    hh_no: household.hhNo,
    house_grade: bad ? random.pick(['C', 'D']) : random.choose({ A: 62, B: 38 }),
    identify_date: day,
    reform_aid: rebuilt ? random.int(15, 35) * 100_000 : null,
    finish_date: rebuilt ? Math.min(desk.world.asOf - 3, day + random.int(90, 300)) : null,
    ...region(household),
  })
  desk.of('M1101', household.head, {
    hh_no: household.hhNo,
    water_grade: calm ? '1' : random.choose({ '1': 90, '2': 8.8, '3': 1.2 }),
    check_date: daysBack(desk, 360, 20),
    ...region(household),
  })
}

function ledgers(desk: Desk, household: Household): void {
  const { assist } = household
  const kind = assistKind(household)
  if (!assist || kind === null) return
  const facts = { assist_hh_no: assist.number, assist_status: assist.status, start_date: assist.start }
  if (kind === 'tekun') {
    desk.of('M0203', household.head, {
      ...facts,
      support_mode: household.head.institution ? '1' : '2',
      selfcare_level: household.head.selfcare || '1',
      monthly_amount: TEKUN_MONTH,
      care_fee_month: household.head.selfcare === '3' ? 30_000 : 8_000,
      ...region(household),
    })
    return
  }
  const shared = { ...facts, head_id_no: household.head.id, poverty_cause: assist.cause, ...place(household) }
  for (const person of assist.members) {
    const own = { ...shared, rel_applicant: applicantRelation(person) }
    if (kind === 'dibao') desk.of('M0201', person, { ...own, cover_size: assist.members.length, monthly_amount: assist.amount })
    else desk.of('M0205', person, own)
  }
}

/** Living allowance of a tekun person a month. */
export const TEKUN_MONTH = 73_000

/** Who they are, where they live, work and learn, and in which registers they stand. */
export function baseRows(desk: Desk, household: Household): void {
  register(desk, household)
  poverty(desk, household)
  for (const person of household.members) {
    insurance(desk, household, person)
    if (person.state === 'present') work(desk, household, person)
    school(desk, person)
    const { disability, illness } = person
    if (disability)
      desk.of('M0801', person, {
        dis_cert_no: disability.certificate,
        dis_type: disability.type,
        dis_level: disability.level,
        issue_date: disability.issued,
        cert_status: '1',
      })
    if (illness)
      desk.of('M0601', person, { diag_name: illness.name, diag_date: illness.found, hosp_name: desk.world.hospitals[0] })
  }
  home(desk, household)
  ledgers(desk, household)
}

/** Start year of the running school year. */
export const runningYear = (desk: Desk): number => schoolYearOf(desk.world.asOf)
