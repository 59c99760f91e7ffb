import { triggerName } from '../features/features.ts'
import { type Pack, parameterAt } from '../packs/pack.ts'
import type { Execute } from '../rules/emit.ts'
import { id, join, type Sql, sql } from '../sql/tag.ts'

/** Colours from worst to best; U is 灰 (资料不足): never green without data. */
export const COLOURS = ['R', 'Y', 'U', 'G'] as const

const anyOf = (names: readonly string[], test: (name: string) => Sql): Sql =>
  names.length === 0 ? sql`false` : sql`(${join(names.map(test), sql` OR `)})`

const holds = (name: string): Sql => sql`COALESCE(${id(name)}, false)`
const isOpen = (name: string): Sql => sql`${id(name)} IS NULL`

interface Lines {
  type: number
  yellow: number
  red: number
}

/** Lines in force; null where the pack has none, so that points change no colour. */
export const linesAt = (pack: Pack, asOf: string): Lines | null => {
  const value = (code: string): number => Number(parameterAt(pack, code, asOf).value)
  const { lines } = pack.scoring
  return lines && { type: value(lines.type), yellow: value(lines.yellow), red: value(lines.red) }
}

const typeColumns = (pack: Pack, type: string, lines: Lines | null): { member: Sql; colour: Sql } => {
  const hard = (pack.scoring.members[type] ?? []).map((one) => triggerName(one.id))
  const red = (pack.scoring.reds[type] ?? []).map((one) => triggerName(one.id))
  const all = [...hard, ...red]
  const [score, most] = [id(`score_${type}`), sql`(${id(`score_${type}`)} + ${id(`open_${type}`)})`]
  const reaches = (points: Sql, line: keyof Lines): Sql => (lines ? sql`${points} >= ${lines[line]}` : sql`false`)
  const member = sql`CASE WHEN ${reaches(score, 'type')} OR ${anyOf(all, holds)} THEN true WHEN ${reaches(most, 'type')} OR ${anyOf(all, isOpen)} THEN NULL ELSE false END`
  const colour = sql`CASE WHEN ${reaches(score, 'red')} OR ${anyOf(red, holds)} THEN 'R' WHEN ${reaches(score, 'yellow')} OR ${id(`member_${type}`)} THEN 'Y' WHEN ${id(`member_${type}`)} IS NULL OR ${reaches(most, 'yellow')} THEN 'U' ELSE 'G' END`
  return { member: sql`${member} AS ${id(`member_${type}`)}`, colour: sql`${colour} AS ${id(`colour_${type}`)}` }
}

/** Red and yellow only name a type; among equals the higher score, then the order of the pack. */
const primary = (types: readonly string[]): Sql => {
  const rank = (type: string): Sql =>
    sql`CASE ${id(`colour_${type}`)} WHEN 'R' THEN 2000 WHEN 'Y' THEN 1000 ELSE -1000 END + ${id(`score_${type}`)}`
  const cases = types.map((type, index) => {
    const beats = types.flatMap((other, at) =>
      other === type ? [] : [at < index ? sql`${rank(type)} > ${rank(other)}` : sql`${rank(type)} >= ${rank(other)}`],
    )
    return sql`WHEN ${join([sql`${rank(type)} >= 1000`, ...beats], sql` AND `)} THEN ${type}`
  })
  return sql`CASE ${join(cases, sql` `)} END`
}

const overall = (types: readonly string[]): Sql =>
  sql`CASE ${join(
    COLOURS.slice(0, 3).map(
      (colour) => sql`WHEN ${anyOf(types, (type) => sql`${id(`colour_${type}`)} = ${colour}`)} THEN ${colour}`,
    ),
    sql` `,
  )} ELSE 'G' END`

/**
 * Membership, colours, primary type and missing share of every household: table `raw.colour`.
 * A value is decided only by what is known; what could still change it makes it unknown (NULL, U).
 */
export const buildColour = async (pack: Pack, asOf: string, execute: Execute): Promise<void> => {
  const lines = linesAt(pack, asOf)
  const types = pack.scoring.order
  const columns = types.map((type) => typeColumns(pack, type, lines))
  const open = types.map((type) => id(`open_${type}`))
  const inner = sql`SELECT s.*, ${columns.map((one) => one.member)} FROM (SELECT s.*, t.* EXCLUDE (hid) FROM raw.score s JOIN hf t ON t.hid = s.hid) s`
  const kept = types.flatMap((type) => [id(`member_${type}`), id(`colour_${type}`)])
  await execute({
    note: 'colour',
    statement: sql`CREATE OR REPLACE TABLE raw.colour AS SELECT hid, ${kept}, ${overall(types)} AS colour, ${primary(types)} AS primary_type, CAST(${join(open, sql` + `)} AS INTEGER) AS open_points FROM (SELECT *, ${columns.map((one) => one.colour)} FROM (${inner}) m) c`,
  })
}
