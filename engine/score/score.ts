import { type FeatureRun, valueName } from '../features/features.ts'
import type { Pack } from '../packs/pack.ts'
import type { Execute } from '../rules/emit.ts'
import { id, join, type Sql, sql } from '../sql/tag.ts'
import { type Banded, knownPoints, levelSql, UNKNOWN_LEVEL } from './bands.ts'

export const banded = (indicator: Pack['indicators'][number]): Banded => ({
  code: indicator.code,
  bands: indicator.bands,
  elsePoints: indicator.else_points,
})

export const levelName = (indicator: string): string => `l_${indicator}`

/** Type of an indicator: its code without the number. */
export const typeOf = (indicator: string): string => indicator.replace(/\d+$/, '')

const sum = (parts: readonly Sql[]): Sql => (parts.length === 0 ? sql`0` : join(parts, sql` + `))

/**
 * Places every indicator value in its bands and adds the points: table `raw.score` with one row per household,
 * `l_<indicator>` (`UTINYINT`, 255 unknown), `score_<type>` from known points, `open_<type>` the points still unknown.
 */
export const buildScore = async (pack: Pack, { compiler, columns }: FeatureRun, execute: Execute): Promise<void> => {
  const levels = pack.indicators.map((indicator) => {
    const v = columns.get(valueName(indicator.code))?.reference
    if (!v) throw new Error(`indicator ${indicator.code} was not computed`)
    return sql`${levelSql(compiler, banded(indicator), v)} AS ${id(levelName(indicator.code))}`
  })
  const totals = pack.scoring.types.flatMap(({ code }) => {
    const mine = pack.indicators.filter((indicator) => typeOf(indicator.code) === code)
    const points = mine.map((indicator) => knownPoints(banded(indicator), id(levelName(indicator.code))))
    const open = mine.map((one) => sql`CASE WHEN ${id(levelName(one.code))} = ${UNKNOWN_LEVEL} THEN ${one.max_points} ELSE 0 END`)
    return [
      sql`CAST(${sum(points)} AS INTEGER) AS ${id(`score_${code}`)}`,
      sql`CAST(${sum(open)} AS INTEGER) AS ${id(`open_${code}`)}`,
    ]
  })
  await execute({
    note: 'score',
    statement: sql`CREATE OR REPLACE TABLE raw.score AS SELECT *, ${totals} FROM (SELECT hid, ${levels} FROM hf)`,
  })
}
