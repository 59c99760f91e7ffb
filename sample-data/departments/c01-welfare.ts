import type { Desk } from '../delivery/desk.ts'
import type { Household, Person } from '../population/model.ts'
import { assistKind, children, elders, severelyDisabled } from '../population/model.ts'
import { daysBack, guardian, history, historyDay, monthDay, paper, region, specialElder } from './common.ts'

const homes = ['合成敬老院', '合成康养中心', '合成护理院']

function disabilitySubsidies(desk: Desk, household: Household, person: Person): void {
  const { disability } = person
  if (!disability || person.state !== 'present') return
  const certificate = { dis_cert_no: disability.certificate, dis_type: disability.type, dis_level: disability.level }
  const kind = assistKind(household)
  const severe = disability.level <= '2' || (disability.level === '3' && disability.type >= '5')
  if (kind === 'dibao' || kind === 'marginal' || (severe && household.poor)) {
    desk.of('C0109', person, {
      ...certificate,
      monthly_amount: Math.round(desk.world.dibaoStandard * 0.3),
      start_date: Math.max(disability.issued + 30, daysBack(desk, 1500, 100)),
      pay_status: '1',
      ...region(household),
    })
  }
  if (severe && !(kind === 'tekun')) {
    const grade = disability.level
    desk.of('C0110', person, {
      ...certificate,
      care_grade: grade,
      monthly_amount: grade === '1' ? 50_000 : grade === '2' ? 25_000 : 12_500,
      start_date: Math.max(disability.issued + 30, daysBack(desk, 1500, 100)),
      pay_status: '1',
      ...region(household),
    })
  }
}

function childFiles(desk: Desk, household: Household): void {
  const kind = assistKind(household)
  const away = household.gone.filter((person) => person.state === 'moved')
  for (const child of children(household)) {
    const keeper = household.members.find((other) => other.age >= 18)
    const base = { birth_date: child.birth, school_name: child.school?.name ?? '', ...region(household) }
    const unattended = away.includes(child.father as Person) && away.includes(child.mother as Person)
    if (unattended && household.planted === '' && (desk.rows('C0111') === 0 || desk.rare('C0111', 0.12))) {
      desk.of('C0111', child, {
        ...base,
        sex: child.sex,
        child_type: '03',
        parent_status: '5',
        guardian_id_no: keeper?.id ?? '',
        guardian_name: keeper?.name ?? '',
        carer_id_no: keeper?.id ?? '',
        monthly_amount: 235_000,
        start_date: daysBack(desk, 1500, 90),
        assist_status: '1',
      })
      continue
    }
    if (unattended || (!household.local && desk.random.chance(0.8))) {
      desk.of('C0113', child, {
        ...base,
        child_type: unattended ? '11' : '12',
        guardian_name: keeper?.name ?? '',
        carer_id_no: keeper?.id ?? '',
        parent_status: '1',
      })
    }
    const ailing = child.disability !== null && (severelyDisabled(child) || desk.rows('C0112') === 0)
    if (kind === 'dibao' || kind === 'marginal' || ailing) {
      desk.of('C0112', child, {
        ...base,
        child_type: kind === 'dibao' ? '04' : kind === 'marginal' ? '05' : '06',
        guardian_id_no: guardian(child)?.id ?? keeper?.id ?? '',
        guardian_name: guardian(child)?.name ?? keeper?.name ?? '',
        monthly_amount: kind === 'dibao' ? 54_600 : 32_700,
        start_date: daysBack(desk, 900, 40),
        assist_status: '1',
      })
    }
  }
}

function elderFiles(desk: Desk, household: Household, person: Person): void {
  const { random } = desk
  const alone = person.living === '3'
  const fixed = household.planted !== ''
  if (fixed || alone || random.chance(person.living === '2' ? 0.97 : 0.9)) {
    desk.of('C0116', person, {
      assess_date: daysBack(desk, 700, 20),
      assess_score: person.ability === '0' ? 9000 : 9000 - Number(person.ability) * 1900 + random.int(-300, 300),
      assess_level: person.ability,
      selfcare_level: person.selfcare,
      org_name: '合成养老评估中心',
      ...region(household),
    })
  }
  if (fixed || alone || random.chance(0.965)) {
    const relative = household.members.find((other) => other !== person && other.age >= 18)
    desk.of('C0117', person, {
      birth_date: person.birth,
      living_mode: person.living,
      assess_level: person.ability,
      care_level: alone && person.age >= 80 ? 'R' : alone || person.ability >= '2' ? 'Y' : 'G',
      guardian_name: relative?.name ?? `合成亲属${random.int(1, 99)}`,
      phone: person.phone,
      grid_code: household.grid,
      live_addr: household.address,
      ...region(household),
    })
  }
  if (person.age >= 80) {
    desk.of('C0114', person, {
      age_band: person.age >= 100 ? '100' : person.age >= 90 ? '90' : '80',
      monthly_amount: person.age >= 100 ? 30_000 : person.age >= 90 ? 10_000 : 5000,
      start_date: desk.world.asOf - (person.age - 80) * 365 - random.int(10, 300),
      pay_month: desk.world.month - 1,
      pay_status: '1',
      ...region(household),
    })
  }
  if (person.age >= 70 && desk.rare('C0115', person.ability >= '2' ? 0.4 : 0)) {
    desk.of('C0115', person, {
      assess_level: person.ability,
      monthly_amount: Number(person.ability) * 12_500,
      service_item: random.pick(['助浴', '助洁', '助医', '生活照料']),
      org_name: '合成养老服务社',
      start_date: daysBack(desk, 900, 40),
      pay_status: '1',
      ...region(household),
    })
  }
  if (person.institution) {
    desk.of('C0119', person, {
      org_name: random.pick(homes),
      org_uscc: desk.world.credit('52'),
      bed_no: `${random.int(1, 5)}-${random.int(101, 340)}`,
      assess_level: person.ability,
      checkin_date: daysBack(desk, 1500, 20),
      monthly_fee: random.amount(3400, 0.2),
    })
  } else if (desk.rare('C0119', 0.002)) {
    const entered = daysBack(desk, 700, 300)
    desk.of('C0119', person, {
      org_name: random.pick(homes),
      org_uscc: desk.world.credit('52'),
      bed_no: '3-201',
      assess_level: person.ability,
      checkin_date: entered,
      checkout_date: entered + random.int(30, 200),
      monthly_fee: random.amount(3200, 0.2),
    })
  }
}

function careVisits(desk: Desk, household: Household, person: Person): void {
  const { random, world } = desk
  const visitor = `合成探访员${random.int(1, 200)}`
  const neglected = household.planted === '' && random.chance(0.05)
  for (const month of history(desk).slice(-6)) {
    if (neglected && month >= world.month - 3) break
    visit(desk, household, person, visitor, monthDay(desk, month))
  }
  if (!neglected) visit(desk, household, person, visitor, world.asOf - random.int(1, 17))
}

function visit(desk: Desk, household: Household, person: Person, visitor: string, day: number): void {
  const need = desk.random.chance(0.08)
  desk.of('C0118', person, {
    check_no: paper(desk, 'TF'),
    visit_date: day,
    visitor,
    visit_mode: desk.random.choose({ '1': 70, '2': 24, '3': 2, '4': 4 }),
    visit_result: need ? '需要协助就医取药' : desk.random.pick(['身体状况平稳', '家中安全，饮食正常', '情绪良好']),
    has_need: need,
    need_type: need ? desk.random.pick(['01', '02', '03']) : '',
    ...region(household),
  })
}

function services(desk: Desk, household: Household, person: Person): void {
  const { random } = desk
  const needy = assistKind(household) !== null
  const planted = household.planted !== ''
  const meals = (needy && planted) || (!planted && person.age >= 75 && (person.living === '3' || needy) && random.chance(0.5))
  if (meals) {
    for (const month of history(desk)) {
      const count = random.int(16, 28)
      desk.of('C0120', person, {
        service_item: random.pick(['助餐', '配送餐']),
        service_date: monthDay(desk, month),
        service_cnt: count,
        service_value: count * 800,
        org_name: `${household.village.townName}合成助餐点`,
      })
    }
  }
  if (!planted && (needy || person.living === '3') && desk.rare('C0121', 0.05)) {
    desk.of('C0121', person, {
      project_name: random.pick(['适老化改造', '暖巢行动']),
      remodel_item: random.pick(['扶手', '防滑地面', '智能烟感', '坐便器']),
      service_value: random.amount(2600, 0.4),
      finish_date: historyDay(desk),
      live_addr: household.address,
      ...region(household),
    })
  }
}

function socialWork(desk: Desk, household: Household): void {
  const { random, world } = desk
  const { head } = household
  const needy = assistKind(household) !== null
  for (let i = needy ? random.int(0, 4) : desk.rare('C0125', 0.012) ? 1 : 0; i > 0; i--) {
    desk.of('C0125', head, {
      check_no: paper(desk, 'ZL'),
      project_name: random.pick(['助联体帮扶', '社工关爱', '物资配送']),
      service_item: random.pick(['心理疏导', '生活照料', '物资发放', '政策咨询']),
      service_date: historyDay(desk),
      org_name: `${household.village.townName}助联体`,
      service_cnt: 1,
      service_value: random.amount(120, 0.4),
      visit_result: '服务完成，家庭反馈良好',
    })
  }
  const wanderer = household.members.find((person) => person.mentalRisk !== '' || person.work.kind === 'unemployed')
  if (wanderer && household.planted === '' && desk.rare('C0126', 0.01)) {
    desk.of('C0126', wanderer, {
      check_no: paper(desk, 'LL'),
      service_date: Math.min(world.asOf, historyDay(desk)),
      need_type: '09',
      dest_region6: world.county,
      visit_result: '已护送返乡',
    })
  }
}

/** Subsidies, children, elders, visits, services. */
export function welfare(desk: Desk, household: Household): void {
  for (const person of household.members) disabilitySubsidies(desk, household, person)
  childFiles(desk, household)
  for (const person of elders(household)) {
    if (person.state !== 'present') continue
    elderFiles(desk, household, person)
    if (specialElder(person)) careVisits(desk, household, person)
    services(desk, household, person)
  }
  for (const person of household.members) {
    if (person.age >= 60 || person.disability === null || person.disability.level > '2' || !desk.random.chance(0.8)) continue
    visit(desk, household, person, '合成残疾人专职委员', desk.world.asOf - desk.random.int(2, 28))
  }
  if (household.planted !== '' || household.local) socialWork(desk, household)
}
