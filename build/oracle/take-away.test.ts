import { join } from 'node:path'
import { beforeAll, describe, expect, test } from 'vitest'
import { referenced } from '../../engine/rules/emit.ts'
import type { Column } from '../../engine/rules/plan.ts'
import type { Cell, Database, Row } from '../../engine/sql/database.ts'
import { id, type Sql, sql } from '../../engine/sql/tag.ts'
import { nodeFolder } from '../../main/cli/folder.ts'
import { countyOf, disagreements, stated } from './agreement.ts'
import { Oracle } from './evaluate.ts'
import { type CountyRun, runCounty } from './run-county.ts'
import { type Baseline, computeBaseline, recolour, type TakenAway, takeAway } from './take-away.ts'

const COUNTY = process.env.JPF_COUNTY ?? join(import.meta.dirname, '../../sample-data/county')

const rowsOf = (db: Database, table: Sql, column: Column): Map<Cell, Row> => {
  const key = column.scope === 'person' ? 'pk' : 'hid'
  return new Map(db.rows(sql`SELECT ${[id(key), ...referenced(column)]} FROM ${table}`).map((row) => [row[key] ?? null, row]))
}

type Stated = ReturnType<typeof stated>

/** Whether less data may have made this of that: the same, unknown, or a wider interval. */
const onlyLost = (before: Stated, after: Stated): boolean => {
  if (before.none || after.none) return before.none === after.none || (!after.none && after.lo === null && after.hi === null)
  const lower = after.lo === null || after.lo === before.lo || (before.lo !== null && after.lo < before.lo)
  const upper = after.hi === null || after.hi === before.hi || (before.hi !== null && after.hi > before.hi)
  const number = typeof (after.lo ?? after.hi ?? 0) === 'number'
  return number ? lower && upper : after.lo === null || after.lo === before.lo
}

/** Values that changed although the category was only taken away. */
const changed = (county: CountyRun, baseline: Baseline, taken: TakenAway): string[] =>
  taken.questions.flatMap(({ question: { column }, table, before }) => {
    const was = baseline.columns.get(column.name) as Column
    const old = rowsOf(county.db, before, was)
    return [...rowsOf(county.db, table, column)]
      .filter(([key, row]) => !onlyLost(stated(was, old.get(key) as Row, null), stated(column, row, null)))
      .map(([key, row]) => `${column.name} ${key} ${JSON.stringify(old.get(key))} -> ${JSON.stringify(row)}`)
  })

describe('a category taken away', () => {
  let county: CountyRun
  let baseline: Baseline
  let oracle: Oracle

  beforeAll(async () => {
    county = await runCounty(await nodeFolder(COUNTY), '2025-05-18')
    baseline = computeBaseline(county)
    oracle = new Oracle(countyOf(county.db, county.output.model, county.output.deliveries))
  }, 600_000)

  test('makes values unknown or leaves them, turns nobody green, and both evaluators agree', async () => {
    const report: string[] = []
    for (const { code } of county.pack.categories) {
      const taken = takeAway(county, baseline, code)
      if (taken.questions.length === 0) continue
      const without = oracle.withDeliveries(taken.deliveries)
      const different = taken.questions.flatMap(({ question, table }) => disagreements(county.db, table, without, question))
      report.push(
        ...different.map(
          (one) => `${code} disagrees ${JSON.stringify(one, (_, value) => (typeof value === 'bigint' ? String(value) : value))}`,
        ),
      )
      report.push(...changed(county, baseline, taken).map((one) => `${code} changes ${one}`))
      const after = await recolour(county, taken)
      baseline.colours.forEach((was, index) => {
        const now = after[index]
        if (now === undefined || now.open_points < was.open_points) report.push(`${code} missing share fell for ${was.hid}`)
        if (was.colour !== 'G' && now?.colour === 'G') report.push(`${code} turned ${was.hid} from ${was.colour} to G`)
      })
      taken.drop()
    }
    expect(report).toEqual([])
  }, 1_200_000)
})
