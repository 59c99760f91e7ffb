import type { Pack } from '../packs/pack.ts'
import type { Execute } from '../rules/emit.ts'
import { id, join, type Sql, sql } from '../sql/tag.ts'

const gcd = (a: number, b: number): number => (b === 0 ? a : gcd(b, a % b))
const lcm = (numbers: readonly number[]): number => numbers.reduce((a, b) => (a * b) / gcd(a, b), 1)

/** `1/3` as whole numbers, so that a score exactly on the line is on the line. */
export const fraction = (text: string): { top: number; bottom: number } => {
  const [top, bottom] = text.split('/').map(Number)
  return { top: top ?? 1, bottom: bottom ?? 1 }
}

/** Whole-number weights: a dimension weighs `unit`, shared equally by its deprivations that are known. */
export const weightUnit = (sizes: readonly number[]): number =>
  lcm(sizes.flatMap((size) => Array.from({ length: size }, (_, index) => index + 1)))

const sum = (parts: readonly Sql[]): Sql => join(parts, sql` + `)

/** Headcount of one deprivation, all and censored to the poor. */
const headcounts = (code: string): Sql[] => [
  sql`CAST(sum(size) FILTER (WHERE counted AND ${id(code)}) AS BIGINT) AS ${id(`n_${code}`)}`,
  sql`CAST(sum(size) FILTER (WHERE poor AND ${id(code)}) AS BIGINT) AS ${id(`n_${code}_poor`)}`,
]

const region = (level: Sql, code: Sql, households: Sql, codes: readonly string[]): Sql => {
  const persons = (condition: Sql, value = sql`size`): Sql =>
    sql`COALESCE(CAST(sum(${value}) FILTER (WHERE ${condition}) AS BIGINT), 0)`
  return sql`SELECT ${level} AS level, ${code} AS region_code, count(*) AS households, ${persons(sql`true`)} AS persons, ${persons(sql`counted`)} AS counted, ${persons(sql`open > 0`)} AS with_unknown, ${persons(sql`poor`)} AS poor, ${persons(sql`poor`, sql`size * score`)} AS censored, ${codes.flatMap(headcounts)} FROM ${households} GROUP BY 2`
}

/**
 * Alkire–Foster counting by county, town and village, weighted by persons (Alkire & Foster 2011, J. Public Econ. 95).
 * Table `raw.poverty_household(hid, score, open, counted, poor)` with scores in units of 1/(dimensions × unit), and
 * `raw.poverty` with whole-number counts: H = poor/counted, A = censored/(poor × full), M0 = censored/(counted × full).
 * An unknown deprivation leaves its weight to the rest of its dimension; a household with a whole dimension unknown is
 * not counted. Every level counts every household: one that is not on the map stands under the code of its town or county.
 * @returns the full score, that is dimensions × unit
 */
export const buildPoverty = async (pack: Pack, execute: Execute): Promise<number> => {
  const { dimensions, k } = pack.scoring.poverty
  const unit = weightUnit(dimensions.map((one) => one.deprivations.length))
  const full = unit * dimensions.length
  const codes = dimensions.flatMap((one) => one.deprivations.map((item) => item.code))
  const known = dimensions.map((one) =>
    sum(one.deprivations.map((item) => sql`CASE WHEN ${id(item.code)} IS NULL THEN 0 ELSE 1 END`)),
  )
  const held = dimensions.map((one) => sum(one.deprivations.map((item) => sql`CASE WHEN ${id(item.code)} THEN 1 ELSE 0 END`)))
  const scores = known.map((count, index) => sql`COALESCE((${held[index] as Sql}) * (${unit} // NULLIF(${count}, 0)), 0)`)
  const { top, bottom } = fraction(k)
  const open = sum(codes.map((code) => sql`CASE WHEN ${id(code)} IS NULL THEN 1 ELSE 0 END`))
  const counted = join(
    known.map((count) => sql`(${count}) > 0`),
    sql` AND `,
  )
  await execute({
    note: 'poverty_household',
    statement: sql`CREATE OR REPLACE TABLE raw.poverty_household AS SELECT *, counted AND score * ${bottom} >= ${top * full} AS poor FROM (SELECT hid, CAST(${sum(scores)} AS INTEGER) AS score, CAST(${open} AS INTEGER) AS open, ${counted} AS counted FROM hf)`,
  })
  const households = sql`(SELECT p.* EXCLUDE (hid), h.size, h.region_code, ${codes.map((code) => id(code))} FROM raw.poverty_household p JOIN household h ON h.hid = p.hid JOIN hf ON hf.hid = p.hid)`
  const levels = [
    region(sql`'county'`, sql`rpad(left(region_code, 6), 12, '0')`, households, codes),
    region(sql`'town'`, sql`rpad(left(region_code, 9), 12, '0')`, households, codes),
    region(sql`'village'`, sql`region_code`, households, codes),
  ]
  await execute({ note: 'poverty', statement: sql`CREATE OR REPLACE TABLE raw.poverty AS ${join(levels, sql` UNION ALL `)}` })
  return full
}
