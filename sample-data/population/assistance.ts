import type { Assistance, AssistKind, Household } from './model.ts'
import { severelyDisabled } from './model.ts'
import { householdIncome } from './working.ts'
import type { World } from './world.ts'

function causeOf(household: Household): string {
  const people = household.members
  if (people.some((person) => person.illness)) return '01'
  if (people.some((person) => person.disability)) return '02'
  if (people.every((person) => person.age >= 60)) return '08'
  if (people.some((person) => person.school?.category === 'P1203')) return '03'
  if (people.some((person) => person.work.kind === 'unemployed')) return '07'
  if (household.head.marital === '40' && people.some((person) => person.age < 18)) return '10'
  return '06'
}

/** The monthly top-up to the standard, at least a tenth of it. */
function dibaoAmount(world: World, people: number, income: number): number {
  const due = people * world.dibaoStandard - income
  return Math.max(due, Math.round((people * world.dibaoStandard) / 10))
}

export function newAssistance(world: World, household: Household, kind: AssistKind, status = '1'): Assistance {
  const { random } = household
  const income = householdIncome(household)
  const ended = status === '4'
  const end = ended ? world.asOf - random.int(30, 700) : 0
  const start = kind === 'rigid' || kind === 'assisted' ? world.asOf - random.int(20, 330) : world.asOf - random.int(120, 3200)
  return {
    kind,
    number: `JZ${String(world.serial('assist')).padStart(7, '0')}`,
    status,
    start: ended ? Math.min(start, end - 200) : start,
    end,
    stopReason: ended ? random.pick(['收入超标', '就业增收', '子女赡养能力提高', '财产超标']) : '',
    amount: kind === 'dibao' ? dibaoAmount(world, household.members.length, income) : 0,
    cause: causeOf(household),
    members: household.members,
  }
}

function kindFor(world: World, household: Household): AssistKind | null {
  const { members, random } = household
  const income = householdIncome(household)
  const perHead = income / members.length
  const alone = members.length === 1 ? members[0] : undefined
  const unable = alone !== undefined && (alone.age >= 60 || severelyDisabled(alone))
  if (alone && unable && alone.marital === '10' && perHead < world.dibaoStandard && random.chance(0.8)) return 'tekun'
  if (perHead < world.dibaoStandard)
    return random.chance(household.poor ? 0.74 : 0.45) ? 'dibao' : random.chance(0.3) ? 'marginal' : null
  if (perHead < world.dibaoStandard * 1.9)
    return random.chance(household.poor ? 0.4 : 0.1) ? 'marginal' : random.chance(0.08) ? 'assisted' : null
  if (members.some((person) => person.illness) && perHead < world.dibaoStandard * 3.5) return random.chance(0.22) ? 'rigid' : null
  return household.poor && random.chance(0.1) ? 'assisted' : null
}

/** A kind of assistance no household has yet and this one could have. */
function missingKind(world: World, household: Household): AssistKind | null {
  const elderAlone = household.members.length === 1 && household.head.age >= 60
  const order: AssistKind[] = elderAlone ? ['tekun'] : ['marginal', 'rigid', 'assisted', 'dibao']
  return order.find((kind) => world.lacking(kind, household.index)) ?? null
}

/** Decides what the household is registered for; a few were removed or suspended. */
export function assess(world: World, household: Household): void {
  if (!household.local || household.collective) return
  const { random } = household
  const kind = missingKind(world, household) ?? kindFor(world, household)
  if (kind) {
    world.mark(kind)
    const wavering = kind === 'dibao' || kind === 'marginal'
    const status = wavering ? random.choose({ '1': 93, '2': 5, '3': 2 }) : '1'
    household.assist = newAssistance(world, household, kind, status)
  } else if (random.chance(household.poor ? 0.05 : 0.0015)) {
    household.assist = newAssistance(world, household, random.chance(0.7) ? 'dibao' : 'marginal', '4')
  }
}
