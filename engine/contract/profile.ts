import type { ColourCode, Named } from '../contract.ts'
import type { ProfileAdverse } from './adverse.ts'
import type { LinkPair } from './linkage.ts'

/** A formula with its Chinese reading, the features it reads and its row functions by index into `Profile.evidence`. */
export interface Formula {
  formula: string
  reading: string
  features: string[]
  rowFunctions: number[]
}

export interface EvidenceCell {
  column: string
  heading: string
  /** As it stands in the extract; null where the extract is not at hand. */
  text: string | null
  /** As the engine read it; empty where it could not. */
  value: string
}

export interface EvidenceRow {
  person: string
  /** False where the row might count but its condition cannot be decided. */
  certain: boolean
  file: string
  sheet: string
  row: number
  date: string
  cells: EvidenceCell[]
}

/** The rows one row function counted for the household. */
export interface EvidenceGroup {
  index: number
  category: string
  name: string
  department: string
  rows: EvidenceRow[]
}

export type TriggerState = 'fired' | 'unknown' | 'no'

export interface ProfileIndicator extends Named, Formula {
  /** As it is shown, with unit; empty for unknown. */
  value: string
  unit: string
  /** null: unknown. */
  level: number | null
  points: number | null
  max: number
  levels: { level: number; when: string; points: number }[]
}

export interface ProfileTrigger extends Formula {
  id: string
  state: TriggerState
}

export interface ProfileType extends Named {
  score: number
  scoreMax: number
  /** null: unknown. */
  member: boolean | null
  colour: ColourCode
  indicators: ProfileIndicator[]
  memberTriggers: ProfileTrigger[]
  redTriggers: ProfileTrigger[]
  /** Points missing to the next worse colour's line; null where it is red already. */
  toNext: { colour: ColourCode; points: number; openPoints: number } | null
}

export interface ProfileMember {
  token: string
  name: string
  number: string
  relation: string
  sex: string
  age: string
  birth: string
  state: string
  member: boolean
  /** Facts worth a line on a member card (health, disability, work, schooling, self-care), label and value; unknown as 资料不足. */
  facts: { label: string; value: string }[]
}

export interface ProfileFeature extends Named, Formula {
  type: string
  /** Of the household; null for a feature of persons. */
  value: string | null
  /** By person token, for a feature of persons. */
  values: Record<string, string>
}

/** Everything a person may know of one household. Masked unless asked plainly. */
export interface Profile {
  token: string
  /** 惠民码: a random-looking token that says nothing by itself. */
  code: string
  plain: boolean
  region: Named[]
  address: string
  size: number
  registered: string
  colour: ColourCode
  primary: string
  missing: number
  members: ProfileMember[]
  /** Income in four kinds, rigid spending, property, as label and value, with the feature each comes from. */
  money: { group: string; label: string; value: string; feature: string }[]
  /** Causes of hardship that the data show, most telling first. */
  causes: { label: string; state: TriggerState; feature: string }[]
  types: ProfileType[]
  features: ProfileFeature[]
  evidence: EvidenceGroup[]
  /** What departments' data say against each other about it. */
  adverse: ProfileAdverse[]
  /** Rows of lists without an ID number that are its members', by a strong key or by a person's word; none of them counts. */
  links: LinkPair[]
  milliseconds: number
}
