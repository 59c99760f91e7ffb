import { type Sql, sql } from '../sql/tag.ts'
import { count, type Frame } from './frame.ts'
import { startsWithDigits } from './identity-number.ts'

/** What the stage did, for the manifest. */
export interface PeopleSummary {
  persons: number
  members: number
  households: number
  dissolved: number
  /** Households by what they rest on: assist, hukou, migrant, single, list. */
  bases: Record<string, number>
  /** Persons by origin: register, migrant, list. */
  origins: Record<string, number>
  /** Persons who are no members, by state. */
  absent: Record<string, number>
  /** Households without a village. */
  unplaced: number
  /** Households whose head had to be derived. */
  headless: number
  collectives: number
  invalidNumbers: number
  /** Persons whose number carries the prefix of made-up data. */
  synthetic: number
  conflicts: number
}

const tally = (frame: Frame, query: Sql): Record<string, number> =>
  Object.fromEntries(frame.db.rows<{ key: string; n: number }>(query).map(({ key, n }) => [key, Number(n)]))

export const summarise = (frame: Frame): PeopleSummary => {
  const number = (query: Sql) => count(frame, query)
  return {
    persons: number(sql`SELECT count(*) AS n FROM person`),
    members: number(sql`SELECT count(*) AS n FROM person WHERE member`),
    households: number(sql`SELECT count(*) AS n FROM household`),
    dissolved: number(sql`SELECT count(*) AS n FROM dissolved`),
    bases: tally(frame, sql`SELECT base AS key, count(*) AS n FROM household GROUP BY base ORDER BY base`),
    origins: tally(frame, sql`SELECT origin AS key, count(*) AS n FROM person GROUP BY origin ORDER BY origin`),
    absent: tally(frame, sql`SELECT state AS key, count(*) AS n FROM person WHERE NOT member GROUP BY state ORDER BY state`),
    unplaced: number(sql`SELECT count(*) AS n FROM household WHERE region12 IS NULL`),
    headless: number(sql`SELECT count(*) AS n FROM people_group WHERE derived AND size > 1`),
    collectives: number(sql`SELECT count(*) AS n FROM people_collective SEMI JOIN people_hukou USING (number)`),
    invalidNumbers: number(sql`SELECT count(*) AS n FROM person WHERE NOT id_valid`),
    synthetic: number(sql`SELECT count(*) AS n FROM person WHERE ${startsWithDigits(sql`pk`, frame.pack.syntheticPrefix)}`),
    conflicts: number(sql`SELECT count(*) AS n FROM conflict`),
  }
}
