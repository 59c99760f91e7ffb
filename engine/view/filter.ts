import { EngineError, type Filter } from '../contract.ts'
import type { Session } from '../host/session.ts'
import { UNKNOWN_LEVEL } from '../score/bands.ts'
import { levelName } from '../score/score.ts'
import { id, join, type Sql, sql } from '../sql/tag.ts'
import { searchSql } from './search.ts'

const known = (list: readonly { code: string }[], code: string, what: string): void => {
  if (!list.some((one) => one.code === code)) throw new EngineError('usage', `没有${what}“${code}”，请重新选择筛选条件`)
}

/** Digits of a region's code that its parts share: county 6, town 9, village 12. */
export const regionPrefix = (code: string): string =>
  code.endsWith('000000') ? code.slice(0, 6) : code.endsWith('000') ? code.slice(0, 9) : code

/**
 * A region's own households. The code of a town followed by `?` means those of its households that no village is known
 * of, and likewise for the county (未落图).
 */
const regionSql = (region: string): Sql =>
  region.endsWith('?') ? sql`f.region = ${region.slice(0, -1)}` : sql`starts_with(f.region, ${regionPrefix(region)})`

const typeSql = ({ type, colour }: Filter): Sql[] => {
  if (type === undefined) return colour === undefined ? [] : [sql`f.colour = ${colour}`]
  if (colour === undefined) return [sql`f.${id(`member_${type}`)}`]
  return [sql`f.${id(`colour_${type}`)} = ${colour}`]
}

/** What a filter asks of a household, as conditions on `face` under the name `f`; all must be true. */
export const filterSql = ({ db, pack }: Pick<Session, 'db' | 'pack'>, filter: Filter): Sql => {
  const { region, type, score, registered, indicator, missing, poor, search } = filter
  const parts: Sql[] = [...typeSql(filter)]
  if (type !== undefined) known(pack.scoring.types, type, '类型')
  if (region !== undefined) parts.push(regionSql(region))
  if (score !== undefined)
    parts.push(sql`f.${id(type === undefined ? 'top_score' : `score_${type}`)} BETWEEN ${score.from} AND ${score.to}`)
  if (registered !== undefined) {
    if (registered !== 'none') known(pack.scoring.registered, registered, '在册状态')
    parts.push(sql`list_contains(string_split(f.registered, '+'), ${registered})`)
  }
  if (indicator !== undefined) {
    known(pack.indicators, indicator.code, '指标')
    const level = indicator.level === 'unknown' ? UNKNOWN_LEVEL : indicator.level
    parts.push(sql`f.hid IN (SELECT hid FROM raw.score WHERE ${id(levelName(indicator.code))} = ${level})`)
  }
  if (missing !== undefined) parts.push(sql`f.open_points >= ${missing * pack.scoring.types.length * 100}`)
  if (poor !== undefined) parts.push(poor ? sql`f.poor` : sql`NOT f.poor`)
  if (search !== undefined) parts.push(...searchSql(db, pack, search))
  return parts.length === 0
    ? sql`true`
    : join(
        parts.map((part) => sql`(${part})`),
        sql` AND `,
      )
}
