import type { Household, Person } from './model.ts'
import { censusAge, makePerson } from './people.ts'
import type { World } from './world.ts'

/** Those who died or moved away within the last two years, and those in prison. */
export function decideFates(world: World, household: Household): void {
  const { random, head, members } = household
  if (!household.local) return
  if (random.chance(0.022)) addDead(world, household)
  if (random.chance(0.01)) {
    const sex = random.chance(0.5) ? '1' : '2'
    const mover = makePerson(world, random, {
      sex,
      age: random.int(20, 35),
      surname: head.name.charAt(0),
      relation: sex === '1' ? '29' : '39',
    })
    mover.state = 'moved'
    mover.stateDay = world.asOf - random.int(5, 900)
    household.gone.push(mover)
  }
  const grown = members.find((person) => person.sex === '1' && person.age >= 20 && person.age < 58)
  const wanted = world.lacking('prison', household.index) || world.lacking('detoxification', household.index)
  if (grown && (random.chance(household.poor ? 0.012 : 0.0009) || wanted)) {
    world.mark(world.lacking('prison', 1e9) ? 'prison' : 'detoxification')
    grown.state = 'imprisoned'
    grown.stateDay = world.asOf - random.int(30, 900)
  }
}

function addDead(world: World, household: Household): void {
  const { random, head } = household
  const widowed = head.spouse === null && head.age >= 60
  const sex = widowed ? (head.sex === '1' ? '2' : '1') : random.chance(0.5) ? '1' : '2'
  const age = random.chance(0.93) ? censusAge(random, sex, 66, 97) : random.int(38, 58)
  const person = makePerson(world, random, {
    sex,
    age: widowed ? Math.max(60, Math.min(97, head.age + 1)) : age,
    surname: head.name.charAt(0),
    relation: widowed ? '10' : sex === '1' ? '51' : '52',
  })
  person.state = 'dead'
  person.stateDay = world.asOf - random.int(4, 720)
  person.marital = '20'
  if (widowed) head.marital = '30'
  household.gone.push(person)
}

/** Present persons: those in the register who are not in prison. */
export function present(household: Household): Person[] {
  return household.members.filter((person) => person.state === 'present')
}
