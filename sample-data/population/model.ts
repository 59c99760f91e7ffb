import type { Random } from '../random.ts'

export type Sex = '1' | '2'

export interface Village {
  code12: string
  name: string
  town: string
  townName: string
  rural: boolean
  serial: number
}

export interface Employer {
  name: string
  code: string
}

export type WorkKind =
  | 'employee'
  | 'civil'
  | 'self'
  | 'flexible'
  | 'farmer'
  | 'welfare_job'
  | 'unemployed'
  | 'home'
  | 'retired'
  | 'unable'
  | 'student'
  | 'child'

export interface Work {
  kind: WorkKind
  employer: Employer
  /** Monthly pay or earnings in 分; 0 without work. */
  wage: number
  hired: number
  /** Day the last job ended, when that is within the history; 0 otherwise. */
  lost: number
  /** Months of work in the history; 0 = all of it. */
  startMonth: number
}

export interface School {
  category: 'P1201' | 'P1202' | 'P1203'
  stage: string
  name: string
  grade: string
  major: string
  enrolled: number
  graduation: number
  status: string
  number: string
}

export interface Pension {
  scheme: '110' | '120' | '170'
  amount: number
  startMonth: number
}

export interface Disability {
  type: string
  level: string
  issued: number
  certificate: string
}

export interface Illness {
  name: string
  icd: string
  found: number
}

export interface Person {
  id: string
  name: string
  sex: Sex
  birth: number
  age: number
  /** Relation to the householder, CL_RELATION. */
  relation: string
  marital: string
  edu: string
  ethnic: string
  father: Person | null
  mother: Person | null
  spouse: Person | null
  work: Work
  school: School | null
  pension: Pension | null
  landPension: number
  disability: Disability | null
  illness: Illness | null
  chronic: readonly string[]
  mentalRisk: string
  ability: string
  selfcare: string
  living: string
  institution: boolean
  insured: boolean
  skilled: boolean
  state: 'present' | 'dead' | 'moved' | 'imprisoned'
  stateDay: number
  phone: string
  /** Register address family the person belongs to. */
  serial: number
}

export type AssistKind = 'dibao' | 'marginal' | 'tekun' | 'rigid' | 'assisted'

export interface Assistance {
  kind: AssistKind
  number: string
  status: string
  start: number
  end: number
  stopReason: string
  amount: number
  cause: string
  members: readonly Person[]
}

export interface Home {
  number: string
  address: string
  area: number
  use: string
  owners: readonly Person[]
  homestead: boolean
  registered: number
}

export interface Vehicle {
  owner: Person
  plate: string
  type: string
  use: string
  registered: number
  value: number
}

export interface Business {
  owner: Person
  kind: 'company' | 'shop' | 'cooperative'
  name: string
  code: string
  started: number
  status: string
}

/** Contradictions that concern a household and not one cell. */
export type Discord =
  | 'two_households'
  | 'no_head'
  | 'dead_on_list'
  | 'moved_on_list'
  | 'sex_conflict'
  | 'birth_conflict'
  | 'old_region'

export interface Household {
  index: number
  random: Random
  hhNo: string
  village: Village
  address: string
  addressCode: string
  grid: string
  local: boolean
  collective: boolean
  poor: boolean
  /** A family planted with a known outcome: no dirt falls on it. */
  planted: string
  head: Person
  members: Person[]
  /** Dead and moved persons who left this household. */
  gone: Person[]
  assist: Assistance | null
  homes: Home[]
  vehicles: Vehicle[]
  businesses: Business[]
  landMu: number
  rented: boolean
  danger: string
  /** A contradiction between departments planted in this household, or ''. */
  discord: Discord | ''
}

export function adults(household: Household): Person[] {
  return household.members.filter((person) => person.age >= 18)
}

export function children(household: Household): Person[] {
  return household.members.filter((person) => person.age < 18)
}

export function elders(household: Household): Person[] {
  return household.members.filter((person) => person.age >= 60)
}

export function works(person: Person): boolean {
  const kind = person.work.kind
  return (
    kind === 'employee' ||
    kind === 'civil' ||
    kind === 'self' ||
    kind === 'flexible' ||
    kind === 'farmer' ||
    kind === 'welfare_job'
  )
}

export function studies(person: Person): boolean {
  return person.school !== null && (person.school.status === '1' || person.school.status === '2')
}

export function severelyDisabled(person: Person): boolean {
  const { disability } = person
  if (!disability) return false
  return disability.level <= '2' || (disability.level === '3' && (disability.type === '5' || disability.type === '6'))
}

/** The registered family's status, or none. */
export function assistKind(household: Household): AssistKind | null {
  const { assist } = household
  return assist !== null && (assist.status === '1' || assist.status === '2') ? assist.kind : null
}
