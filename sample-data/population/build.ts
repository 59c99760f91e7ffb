import { Random } from '../random.ts'
import { assess } from './assistance.ts'
import { decideFates, present } from './fate.ts'
import { ail, disable, settleLiving } from './health.ts'
import type { Discord, Household, Person, Village } from './model.ts'
import { endow } from './property.ts'
import { education, enrol } from './schooling.ts'
import { type Composition, composeHousehold, composeMigrants } from './shapes.ts'
import { employ } from './working.ts'
import type { World } from './world.ts'

export function villageAt(world: World, random: Random): Village {
  const village = world.villages[random.weighted(world.villageWeights)]
  if (!village) throw new Error('知识包没有村（社区）名录，不能生成合成数据')
  return village
}

export function makeHousehold(
  world: World,
  random: Random,
  index: number,
  village: Village,
  composition: Composition,
): Household {
  const [head] = composition.members
  if (!head) throw new Error('没有成员的家庭')
  const serial = world.serial('household')
  const lane = random.int(1, 40)
  return {
    index,
    random,
    hhNo: String(100_000_000 + serial),
    village,
    address: `${village.townName}${village.name}${village.rural ? `合成组${random.int(1, 24)}号` : `合成路${lane}号${random.int(1, 24)}幢${random.int(101, 606)}室`}${serial}`,
    addressCode: `${village.code12}${String(serial).padStart(7, '0')}`,
    grid: `${village.code12}${String(random.int(1, 6)).padStart(3, '0')}`,
    local: true,
    collective: false,
    poor: false,
    planted: '',
    head,
    members: composition.members,
    gone: composition.gone,
    assist: null,
    homes: [],
    vehicles: [],
    businesses: [],
    landMu: 0,
    rented: false,
    danger: '',
    discord: '',
  }
}

/** Disability, schooling, work and health of one person. */
export function live(world: World, household: Household, person: Person): void {
  disable(world, household, person)
  enrol(world, household, person)
  person.edu = education(household.random, person, household.poor)
  employ(world, household, person)
  ail(world, household, person)
}

/** Fills in the life of everybody once the household stands. */
function enliven(world: World, household: Household): void {
  decideFates(world, household)
  for (const person of household.members) live(world, household, person)
  for (const person of household.gone) {
    ail(world, household, person)
    person.edu = education(household.random, person, household.poor)
  }
  settleLiving(household, present(household))
  endow(world, household)
  assess(world, household)
}

const migrantShare = 0.14
const collectiveShare = 0.012
const poorShare = 0.042

/** The household of one index; everything about it follows from (seed, index) and the running numbers. */
export function buildHousehold(world: World, seed: number, index: number): Household {
  const random = new Random(seed, index + 1000)
  const village = villageAt(world, random)
  const roll = random.next()
  const local = roll >= migrantShare
  const collective = local && roll < migrantShare + collectiveShare
  const composition = local ? composeHousehold(world, random, index) : composeMigrants(world, random)
  if (collective) composition.members.length = 1
  const household = makeHousehold(world, random, index, village, composition)
  household.local = local
  household.collective = collective
  household.poor = local && !collective && random.chance(poorShare)
  if (collective) {
    household.gone = []
    household.head.spouse = null
    household.head.marital = '10'
  }
  enliven(world, household)
  household.discord = discordOf(world, household)
  return household
}

const discords: readonly Discord[] = [
  'two_households',
  'no_head',
  'dead_on_list',
  'moved_on_list',
  'sex_conflict',
  'birth_conflict',
  'old_region',
]

/**
 * Which contradiction between departments the household carries, at half the dirt rate; those who left stay on lists
 * at ten times the dirt rate. Each kind comes once before one comes again.
 */
function discordOf(world: World, household: Household): Discord | '' {
  if (!household.local || household.collective) return ''
  const left = household.gone.some((person) => person.stateDay > world.asOf - 900)
  if (!household.random.chance(left ? world.dirt * 10 : world.dirt / 2)) return ''
  const possible = discords.filter((kind) => {
    if (kind === 'dead_on_list') return household.gone.some((person) => person.state === 'dead')
    if (kind === 'moved_on_list') return household.gone.some((person) => person.state === 'moved')
    if (kind === 'no_head') return household.members.length > 1 && household.assist === null
    if (kind === 'two_households') return household.members.length > 1 && household.index > 5
    return kind !== 'old_region' || household.village.code12.startsWith('330482108')
  })
  return possible.find((kind) => world.first(`discord ${kind}`)) ?? household.random.pick(possible)
}
