import { dayInMonth } from '../calendar.ts'
import type { Random } from '../random.ts'
import type { Household, Person, WorkKind } from './model.ts'
import { severelyDisabled, studies, works } from './model.ts'
import type { World } from './world.ts'

const medianWage: Partial<Record<WorkKind, number>> = {
  employee: 7400,
  civil: 10200,
  self: 8600,
  flexible: 5600,
  farmer: 4300,
  welfare_job: 2600,
}

function kindOf(random: Random, household: Household, person: Person): WorkKind {
  if (person.age < 16) return 'child'
  if (studies(person)) return 'student'
  if (person.state === 'imprisoned') return 'unable'
  if (severelyDisabled(person)) return random.chance(0.9) ? (person.age >= 60 ? 'retired' : 'unable') : 'employee'
  const limit = person.sex === '1' ? 60 : 55
  if (person.age >= limit) return elderKind(random, household, person)
  if (person.sex === '2' && person.age >= 50 && random.chance(0.12)) return 'retired'
  if (!household.local) return random.choose<WorkKind>({ employee: 89, self: 6, flexible: 5 })
  const poor = household.poor
  return random.choose<WorkKind>({
    employee: poor ? 52 : 79,
    civil: poor ? 0 : 5,
    self: poor ? 3 : 7,
    flexible: poor ? 12 : 4.5,
    farmer: (household.village.rural ? 3 : 0.2) * (poor ? 3 : 1),
    welfare_job: poor ? 5 : 0.2,
    unemployed: poor ? 12 : 1.7,
    home: poor ? 9 : 1.9,
    unable: person.disability && poor ? 10 : 0,
  })
}

function elderKind(random: Random, household: Household, person: Person): WorkKind {
  if (person.sex === '2' && person.age < 60)
    return random.choose<WorkKind>({ retired: 74, employee: 20, home: household.poor ? 12 : 3 })
  if (person.age < 70 && household.village.rural && random.chance(0.12)) return 'farmer'
  return 'retired'
}

function pension(world: World, random: Random, household: Household, person: Person): void {
  const claim = person.age >= 60 || (person.sex === '2' && person.age >= 50 && person.work.kind === 'retired')
  if (!claim) return
  const rural = household.village.rural
  const poor = household.poor
  const scheme = random.choose(
    poor ? { '110': 8, '120': 0, '170': 92 } : rural ? { '110': 55, '120': 2, '170': 43 } : { '110': 80, '120': 9, '170': 11 },
  )
  const early = person.age < 60
  const from = (early ? '110' : scheme) as '110' | '120' | '170'
  const amount =
    from === '110' ? random.amount(3300, 0.2) : from === '120' ? random.amount(6300, 0.18) : random.amount(poor ? 520 : 980, 0.3)
  const since = Math.max(person.age - 60, 0) * 12 + random.int(1, 11)
  person.pension = { scheme: from, amount, startMonth: world.month - since }
  if (from === '170' && rural && random.chance(poor ? 0.08 : 0.82)) person.landPension = random.amount(1650, 0.2)
}

/** Work, pay and pension of one person; needs schooling and disability. */
export function employ(world: World, household: Household, person: Person): void {
  const { random } = household
  const kind = kindOf(random, household, person)
  const work = person.work
  work.kind = kind
  const median = medianWage[kind] ?? 0
  if (median > 0) {
    const sexFactor = person.sex === '2' ? 0.88 : 1
    const poorFactor = household.poor ? 0.55 : 1
    const disabledFactor = person.disability ? 0.7 : 1
    work.wage = random.amount(median * sexFactor * poorFactor * disabledFactor, 0.26)
    work.hired = world.asOf - random.int(40, Math.max(60, Math.min(9000, (person.age - 17) * 365)))
  }
  if (kind === 'employee' || kind === 'civil' || kind === 'welfare_job') {
    work.employer = random.pick(kind === 'civil' ? world.offices : world.employers)
    const monthsWorked = Math.floor((world.asOf - work.hired) / 30)
    work.startMonth = monthsWorked < world.months ? world.month - monthsWorked : 0
  }
  if (kind === 'unemployed' && person.age < 58 && random.chance(0.55)) loseJob(world, random, person)
  pension(world, random, household, person)
  person.skilled = works(person) && random.chance(0.4)
}

function loseJob(world: World, random: Random, person: Person): void {
  person.work.employer = random.pick(world.employers)
  person.work.wage = random.amount(5600, 0.25)
  const back = random.int(1, Math.min(11, world.months))
  person.work.lost = dayInMonth(world.month - back, random.int(1, 27))
  person.work.hired = person.work.lost - random.int(300, 3000)
}

/** Monthly income in 分 as the departments can see it. */
export function monthlyIncome(person: Person): number {
  return (works(person) ? person.work.wage : 0) + (person.pension?.amount ?? 0) + person.landPension
}

export function householdIncome(household: Household): number {
  return household.members.reduce((sum, person) => sum + monthlyIncome(person), 0)
}
