import type { IdMint } from '../facts/identity.ts'
import type { Employer, Village } from './model.ts'

/** What all households share: time, places, employers and running numbers. */
export interface World {
  asOf: number
  month: number
  months: number
  households: number
  dibaoStandard: number
  prefix: string
  mint: IdMint
  villages: readonly Village[]
  villageWeights: readonly number[]
  employers: readonly Employer[]
  /** Public bodies. */
  offices: readonly Employer[]
  schools: { kinder: string; primary: string; junior: string; senior: string; vocational: string; colleges: readonly string[] }
  hospitals: readonly string[]
  county: string
  dirt: number
  /** Next running number of a kind, from 1. */
  serial(kind: string): number
  /** True the first time a key is named. */
  first(key: string): boolean
  /** A credit code of a new organisation. */
  credit(kind: '91' | '92' | '93' | '52'): string
  /** A rare circumstance no household has yet, once two fifths of them are built; `mark` notes that it came about. */
  lacking(kind: string, index: number): boolean
  mark(kind: string): void
}
