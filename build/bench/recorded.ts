import { Sql } from '../../engine/sql/tag.ts'

/** What a run is made of, in order: evidence of some households comes last. */
export const PHASES = ['load', 'people', 'features', 'score', 'colour', 'poverty', 'evidence'] as const

export type Phase = (typeof PHASES)[number]

/** One call on the database during a run; `text` is the statement, or the name of a staged file. */
export interface Entry {
  phase: Phase
  kind: 'run' | 'rows' | 'stage' | 'unstage'
  /** What a statement does, for lists of the slowest. */
  label: string
  text: string
}

/** A recorded run besides its entries. */
export interface Recording {
  households: number
  persons: number
  /** Typed rows loaded. */
  rows: number
  /** Normalised CSV. */
  bytes: number
  /** Milliseconds spent in JavaScript until all was loaded: reading, decoding, recognising and normalising. */
  extract: number
}

/** Names inside the folder of a recording. */
export const STATEMENTS = 'statements.jsonl'
export const CHUNKS = 'chunks'
export const SUMMARY = 'recording.json'

/** A statement of a recording, as the engine once made it with the `sql` tag. */
export const statementOf = ({ text }: Entry): Sql => new Sql(text)

export const entriesOf = (lines: string): Entry[] =>
  lines
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line) as Entry)

const TARGET =
  /^\s*(CREATE OR REPLACE (?:TEMP )?(?:TABLE|VIEW)|INSERT INTO|DELETE FROM|DROP TABLE(?: IF EXISTS)?|[A-Z]+)(?:\s+((?:"?\w+"?\.)*"?\w+"?))?/
const FROM = /\bFROM\s+((?:"?\w+"?\.)*"?\w+"?)/

/** Verb and table of a statement. */
export const labelOf = (text: string): string => {
  const [, verb = '', target = ''] = TARGET.exec(text) ?? []
  const table = /^\s*SELECT\b/.test(text) ? (FROM.exec(text)?.[1] ?? '') : target
  const short = verb.replace('OR REPLACE ', '').toLowerCase()
  return `${short} ${table.replaceAll('"', '')}`.trim()
}
