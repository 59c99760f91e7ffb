import { ageAt, dayOf, partsOf, yearOf } from '../calendar.ts'
import census from '../facts/census.json' with { type: 'json' }
import { phoneNumber } from '../facts/identity.ts'
import { givenName } from '../facts/names.ts'
import type { Random } from '../random.ts'
import type { Employer, Person, Sex } from './model.ts'
import type { World } from './world.ts'

const noEmployer: Employer = { name: '', code: '' }

/** Age drawn from the census bands of one sex, within bounds. */
export function censusAge(random: Random, sex: Sex, from: number, to: number): number {
  const bands = sex === '1' ? census.male : census.female
  const weights = bands.map((count, i) => {
    const low = Math.max(from, census.age_from[i] ?? 0)
    const high = Math.min(to, census.age_to[i] ?? 0)
    const width = (census.age_to[i] ?? 0) - (census.age_from[i] ?? 0) + 1
    return high < low ? 0 : (count * (high - low + 1)) / width
  })
  const band = random.weighted(weights)
  return random.int(Math.max(from, census.age_from[band] ?? 0), Math.min(to, census.age_to[band] ?? 0))
}

/** Sex drawn with the census shares of an age range. */
export function censusSex(random: Random, from: number, to: number): Sex {
  let male = 0
  let female = 0
  census.age_from.forEach((low, i) => {
    if (low > to || (census.age_to[i] ?? 0) < from) return
    male += census.male[i] ?? 0
    female += census.female[i] ?? 0
  })
  return random.next() * (male + female) < male ? '1' : '2'
}

/** A birth day that gives the age at the as-of day. */
function birthFor(world: World, random: Random, age: number): number {
  const { year, month, day } = partsOf(world.asOf)
  const last = dayOf(year - age, month, Math.min(day, 28))
  return last - random.int(0, 360)
}

export interface PersonSeed {
  sex: Sex
  age: number
  surname: string
  relation: string
  birth?: number
  name?: string
}

export function makePerson(world: World, random: Random, seed: PersonSeed): Person {
  const birth = seed.birth ?? birthFor(world, random, seed.age)
  const serial = world.serial('person')
  return {
    id: world.mint.issue(birth, seed.sex),
    name: seed.name ?? seed.surname + givenName(random, seed.sex, yearOf(birth)),
    sex: seed.sex,
    birth,
    age: ageAt(birth, world.asOf),
    relation: seed.relation,
    marital: '10',
    edu: '90',
    ethnic: random.chance(0.0219) ? random.pick(['03', '06', '08', '11', '12', '15', '22']) : '01',
    father: null,
    mother: null,
    spouse: null,
    work: { kind: 'child', employer: noEmployer, wage: 0, hired: 0, lost: 0, startMonth: 0 },
    school: null,
    pension: null,
    landPension: 0,
    disability: null,
    illness: null,
    chronic: [],
    mentalRisk: '',
    ability: '',
    selfcare: '',
    living: '',
    institution: false,
    insured: true,
    skilled: false,
    state: 'present',
    stateDay: 0,
    phone: phoneNumber(serial),
    serial,
  }
}

export function marry(husband: Person, wife: Person): void {
  husband.spouse = wife
  wife.spouse = husband
  husband.marital = husband.age < 45 ? '21' : '20'
  wife.marital = husband.marital
}

export function bear(child: Person, father: Person | null, mother: Person | null): void {
  child.father = father
  child.mother = mother
}
