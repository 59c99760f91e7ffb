import { surname } from '../facts/names.ts'
import { newAssistance } from '../population/assistance.ts'
import { live, makeHousehold, villageAt } from '../population/build.ts'
import { decideFates, present } from '../population/fate.ts'
import { settleLiving } from '../population/health.ts'
import type { AssistKind, Household, Person } from '../population/model.ts'
import { censusAge, censusSex, makePerson } from '../population/people.ts'
import { type Composition, composeHousehold } from '../population/shapes.ts'
import type { World } from '../population/world.ts'
import type { Random } from '../random.ts'
import { Random as Stream } from '../random.ts'
import { Quota } from './quota.ts'

/** The county of the newspaper report: persons in the two registers, and so many households that the records come to its number. */
const REPORTED = { households: 4_370, dibao: 1_294, tekun: 394 }
const sizes = { '1': 22, '2': 31, '3': 27, '4': 14, '5': 6 } as const
const wageShare = 0.45

const scaled = (count: number, households: number): number => Math.round((count * households) / REPORTED.households)

/** An elder alone, without work or family. */
function loneElder(world: World, random: Random): Composition {
  const sex = censusSex(random, 60, 92)
  const age = censusAge(random, sex, 60, 92)
  return { members: [makePerson(world, random, { sex, age, surname: surname(random, false), relation: '02' })], gone: [] }
}

/** A family of a size, as soon as one comes. */
function ofSize(world: World, random: Random, index: number, size: number): Composition {
  for (let tries = 0; tries < 400; tries++) {
    const made = composeHousehold(world, random, index)
    if (made.members.length === size) return made
  }
  return loneElder(world, random)
}

/** Earnings and pensions of the mountains, on the lives that the shared population gives. */
export function settle(world: World, household: Household, person: Person): void {
  const { random } = household
  person.ethnic = random.choose({ '33': 92, '01': 5, '04': 2, '03': 1 })
  live(world, household, person)
  person.work.wage = Math.round((person.work.wage * wageShare) / 100) * 100
  person.landPension = 0
  person.pension = person.age >= 60 ? { scheme: '170', amount: random.amount(165, 0.2), startMonth: world.month } : null
}

/** Families on dibao earn little. */
function loseWork(household: Household): void {
  for (const { work } of household.members) {
    if (work.wage > 0 && household.random.chance(0.55)) Object.assign(work, { kind: 'home', wage: 0 })
  }
}

/** Builds one household after the other; the registers come out at their exact number. */
export class Builder {
  private readonly dibao: Quota
  private readonly tekun: Quota
  private wanted = 0

  constructor(private readonly world: World) {
    const { households } = world
    this.dibao = new Quota(scaled(REPORTED.dibao, households), households)
    this.tekun = new Quota(scaled(REPORTED.tekun, households), households, 8)
  }

  household(seed: number, index: number): Household {
    const { world } = this
    const random = new Stream(seed, index + 1000)
    const village = villageAt(world, random)
    const { kind, composition } = this.choose(random, index)
    const household = makeHousehold(world, random, index, village, composition)
    household.poor = random.chance(kind === 'dibao' ? 0.7 : kind === 'tekun' ? 0.1 : 0.47)
    if (kind !== 'tekun') decideFates(world, household)
    for (const person of household.members) settle(world, household, person)
    settleLiving(household, present(household))
    if (kind === 'dibao') loseWork(household)
    if (kind) household.assist = newAssistance(world, household, kind)
    if (kind === 'dibao' && household.assist) household.assist.amount = household.members.length * random.int(180, 420) * 100
    return household
  }

  private choose(random: Random, index: number): { kind: AssistKind | null; composition: Composition } {
    const { world } = this
    if (this.tekun.due(index) > 0) {
      this.tekun.take(1)
      return { kind: 'tekun', composition: loneElder(world, random) }
    }
    if (this.wanted === 0) this.wanted = Number(random.choose(sizes))
    const due = this.dibao.due(index)
    const last = index === world.households - 1
    if (due > 0 && (due >= this.wanted || last)) {
      const composition = ofSize(world, random, index, last ? due : this.wanted)
      this.dibao.take(composition.members.length)
      this.wanted = 0
      return { kind: 'dibao', composition }
    }
    return { kind: random.chance(0.03) ? 'marginal' : null, composition: composeHousehold(world, random, index) }
  }
}
