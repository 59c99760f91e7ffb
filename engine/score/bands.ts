import type { Compiler } from '../rules/compile.ts'
import { truth } from '../rules/operate.ts'
import { parseFormula } from '../rules/parse.ts'
import type { Compiled } from '../rules/shape.ts'
import { join, type Sql, sql } from '../sql/tag.ts'

/** Level of a value that cannot be placed; stored in the same `UTINYINT` column. */
export const UNKNOWN_LEVEL = 255

export interface Banded {
  code: string
  bands: readonly { when: string; points: number }[]
  elsePoints: number
}

/** Points of every level, 0 being the rest. */
export const levelPoints = (indicator: Banded): number[] => [indicator.elsePoints, ...indicator.bands.map((band) => band.points)]

const pointsOf = (indicator: Banded, level: Sql): Sql =>
  sql`(CASE ${level} ${join(
    levelPoints(indicator).map((points, index) => sql`WHEN ${index} THEN ${points}`),
    sql` `,
  )} END)`

/**
 * The level of a value: the first band that holds, 0 for none of them. With an undecided band it is known only if every
 * level still possible gives the same points; then it is the first of them.
 */
export const levelSql = (compiler: Compiler, indicator: Banded, v: Compiled): Sql => {
  const from = (index: number): Sql => {
    const band = indicator.bands[index]
    if (!band) return sql`0`
    const holds = truth(compiler.band(parseFormula(band.when), band.when, { v }))
    const rest = from(index + 1)
    const later = [...indicator.bands.slice(index + 1).map((one) => one.points), indicator.elsePoints]
    const agreed = later.includes(band.points) ? sql`WHEN ${pointsOf(indicator, rest)} = ${band.points} THEN ${index + 1}` : sql``
    return sql`(CASE WHEN ${holds} THEN ${index + 1} WHEN NOT (${holds}) THEN ${rest} ${agreed} ELSE ${UNKNOWN_LEVEL} END)`
  }
  return sql`CAST(${from(0)} AS UTINYINT)`
}

/** Points of a stored level, 0 where unknown. */
export const knownPoints = (indicator: Banded, level: Sql): Sql => sql`COALESCE(${pointsOf(indicator, level)}, 0)`
