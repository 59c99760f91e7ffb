import census from '../facts/census.json' with { type: 'json' }
import { surname } from '../facts/names.ts'
import type { Random } from '../random.ts'
import type { Person, Sex } from './model.ts'
import { bear, censusAge, censusSex, makePerson, marry } from './people.ts'
import type { World } from './world.ts'

/** Persons of a new household, head first, and those who left it. */
export interface Composition {
  members: Person[]
  gone: Person[]
}

type Shape = 'single' | 'couple' | 'nuclear' | 'single_parent' | 'elder_child' | 'skip' | 'three' | 'four'

const couples = census.one_generation - census.one_person
const shapeWeights: Record<Shape, number> = {
  single: census.one_person * 0.92,
  couple: couples,
  nuclear: census.two_generations * 0.71,
  single_parent: census.two_generations * 0.07,
  elder_child: census.two_generations * 0.18,
  skip: census.two_generations * 0.04,
  three: census.three_generations,
  four: census.four_generations,
}

interface Draft extends Composition {
  world: World
  random: Random
  family: string
}

function add(draft: Draft, sex: Sex, age: number, relation: string, family = draft.family): Person {
  const person = makePerson(draft.world, draft.random, { sex, age, surname: family, relation })
  draft.members.push(person)
  return person
}

function otherSurname(draft: Draft): string {
  return surname(draft.random, true)
}

function addCouple(draft: Draft, age: number, husbandRelation: string, wifeRelation: string): [Person, Person] {
  const husband = add(draft, '1', age, husbandRelation)
  const wife = add(draft, '2', Math.max(20, age - draft.random.int(0, 4)), wifeRelation, otherSurname(draft))
  marry(husband, wife)
  return [husband, wife]
}

function addChildren(
  draft: Draft,
  father: Person | null,
  mother: Person | null,
  relations: { son: string; daughter: string },
): void {
  const parentAge = (mother ?? father)?.age ?? 30
  const count = draft.random.chance(0.72) ? 1 : 2
  for (let i = 0; i < count; i++) {
    const oldest = Math.min(27, parentAge - 20)
    const age = oldest <= 0 ? 0 : draft.random.int(Math.max(0, parentAge - 38), Math.max(0, oldest))
    const sex: Sex = draft.random.chance(0.52) ? '1' : '2'
    const child = add(draft, sex, Math.min(age, 26), sex === '1' ? relations.son : relations.daughter)
    bear(child, father, mother)
  }
}

/** A parent outside the household keeps a place among those who left it. */
function absentParent(draft: Draft, sex: Sex, age: number, divorced: boolean): Person {
  const person = makePerson(draft.world, draft.random, {
    sex,
    age,
    surname: sex === '1' ? draft.family : otherSurname(draft),
    relation: sex === '1' ? '11' : '12',
  })
  person.marital = divorced ? '40' : '20'
  person.state = divorced ? 'moved' : 'dead'
  person.stateDay = draft.world.asOf - draft.random.int(200, 3000)
  draft.gone.push(person)
  return person
}

const builders: Record<Shape, (draft: Draft) => void> = {
  single(draft) {
    const elder = draft.random.chance(0.32)
    const [from, to] = elder ? [60, 97] : [22, 59]
    const sex = elder ? censusSex(draft.random, from, to) : draft.random.chance(0.62) ? '1' : '2'
    const person = add(draft, sex, censusAge(draft.random, sex, from, to), '02')
    if (person.age >= 60) person.marital = draft.random.chance(0.8) ? '30' : '10'
    else if (person.age >= 33) person.marital = draft.random.chance(0.45) ? '40' : '10'
  },
  couple(draft) {
    const elder = draft.random.chance(0.5)
    const age = elder ? censusAge(draft.random, '1', 60, 92) : censusAge(draft.random, '1', 24, 59)
    addCouple(draft, age, '02', '10')
  },
  nuclear(draft) {
    const age = censusAge(draft.random, '1', 26, 54)
    const [father, mother] = addCouple(draft, age, '02', '10')
    addChildren(draft, father, mother, { son: '20', daughter: '30' })
  },
  single_parent(draft) {
    const sex: Sex = draft.random.chance(0.35) ? '1' : '2'
    const parent = add(draft, sex, censusAge(draft.random, sex, 28, 50), '02')
    const divorced = draft.random.chance(0.8)
    parent.marital = divorced ? '40' : '30'
    const other = absentParent(draft, sex === '1' ? '2' : '1', parent.age, divorced)
    addChildren(draft, sex === '1' ? parent : other, sex === '1' ? other : parent, { son: '20', daughter: '30' })
  },
  elder_child(draft) {
    const age = censusAge(draft.random, '1', 55, 82)
    const [father, mother] = addCouple(draft, age, '02', '10')
    const sex: Sex = draft.random.chance(0.75) ? '1' : '2'
    bear(add(draft, sex, Math.max(20, age - draft.random.int(24, 32)), sex === '1' ? '20' : '30'), father, mother)
  },
  skip(draft) {
    const age = censusAge(draft.random, '1', 58, 72)
    const [grandfather, grandmother] = addCouple(draft, age, '02', '10')
    const father = absentParent(draft, '1', age - 24, true)
    bear(father, grandfather, grandmother)
    const mother = absentParent(draft, '2', age - 26, true)
    const sex: Sex = draft.random.chance(0.5) ? '1' : '2'
    bear(add(draft, sex, draft.random.int(3, 17), sex === '1' ? '41' : '42'), father, mother)
    moveOutsideOnly(draft)
  },
  three(draft) {
    const age = censusAge(draft.random, '1', 26, 50)
    const [father, mother] = addCouple(draft, age, '02', '10')
    addChildren(draft, father, mother, { son: '20', daughter: '30' })
    addGrandparents(draft, father)
  },
  four(draft) {
    const age = draft.random.int(27, 38)
    const [father, mother] = addCouple(draft, age, '02', '10')
    addChildren(draft, father, mother, { son: '20', daughter: '30' })
    addGrandparents(draft, father)
    add(draft, '2', Math.min(97, age + 50), '62')
  },
}

function addGrandparents(draft: Draft, son: Person): void {
  const age = Math.min(90, son.age + draft.random.int(22, 30))
  const roll = draft.random.next()
  const grandfather = roll < 0.85 ? add(draft, '1', age, '51') : null
  const grandmother =
    roll < 0.62 || roll >= 0.85 ? add(draft, '2', Math.max(42, age - draft.random.int(0, 4)), '52', otherSurname(draft)) : null
  if (grandfather && grandmother) marry(grandfather, grandmother)
  else for (const alone of [grandfather, grandmother]) if (alone) alone.marital = '30'
  bear(son, grandfather, grandmother)
}

/** Parents who work elsewhere stay on the register of the grandparents' family as moved out. */
function moveOutsideOnly(draft: Draft): void {
  for (const person of draft.gone) person.marital = '20'
}

export function composeHousehold(world: World, random: Random, index: number): Composition {
  const draft: Draft = { world, random, family: surname(random, true), members: [], gone: [] }
  const shape = world.lacking('skip', index) ? 'skip' : random.choose(shapeWeights)
  world.mark(shape)
  builders[shape](draft)
  return { members: draft.members, gone: draft.gone }
}

/** Migrants: mostly single workers and couples, few with a child. */
export function composeMigrants(world: World, random: Random): Composition {
  const draft: Draft = { world, random, family: surname(random, false), members: [], gone: [] }
  const roll = random.next()
  if (roll < 0.5) add(draft, random.chance(0.6) ? '1' : '2', censusAge(random, '1', 19, 52), '02')
  else {
    const [father, mother] = addCouple(draft, censusAge(random, '1', 23, 50), '02', '10')
    if (roll > 0.95) addChildren(draft, father, mother, { son: '20', daughter: '30' })
  }
  return { members: draft.members, gone: [] }
}
