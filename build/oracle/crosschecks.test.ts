import { join } from 'node:path'
import { assert, asyncProperty, subarray } from 'fast-check'
import { beforeAll, describe, expect, test } from 'vitest'
import { buildFeatures } from '../../engine/features/features.ts'
import type { Pack } from '../../engine/packs/pack.ts'
import { buildAdverse } from '../../engine/reconcile/adverse.ts'
import { runTables, tableText } from '../../engine/report/files.ts'
import type { Step } from '../../engine/rules/emit.ts'
import { ownersOf } from '../../engine/run.ts'
import { id, sql } from '../../engine/sql/tag.ts'
import { nodeFolder } from '../../main/cli/folder.ts'
import { countyOf } from './agreement.ts'
import { type Case, crosschecked, stagedCases } from './crosschecks.ts'
import { Oracle } from './evaluate.ts'
import { type CountyRun, runCounty } from './run-county.ts'

const COUNTY = process.env.JPF_COUNTY ?? join(import.meta.dirname, '../../sample-data/county')

/** The pack with only what the checks across departments read of persons and households. */
const checksAlone = (pack: Pack): Pack => {
  const read = new Set(pack.rowSets.flatMap(({ rows }) => rows.flatMap((one) => one.rows.match(/\b[ph]\.[a-z0-9_]+/g) ?? [])))
  const { scoring } = pack
  const none = { ...scoring, members: {}, reds: {}, poverty: { ...scoring.poverty, dimensions: [] } }
  return { ...pack, features: pack.features.filter(({ code }) => read.has(code)), indicators: [], scoring: none }
}

const categoriesOf = (pack: Pack): string[] => {
  const text = JSON.stringify(pack.rowSets)
  return pack.categories.map(({ code }) => code).filter((code) => text.includes(`EXISTS(${code}`))
}

const plain = (cases: ReadonlyMap<string, Case>): Record<string, unknown> =>
  Object.fromEntries(
    [...cases]
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([key, { state, claims, facts }]) => [key, [state, [...claims].sort(), [...facts].sort()]]),
  )

describe('checks across departments on the sample county', () => {
  let county: CountyRun
  let before: Map<string, Case>
  const execute = async ({ statement }: Step): Promise<void> => county.db.run(statement)

  beforeAll(async () => {
    county = await runCounty(await nodeFolder(COUNTY), '2025-05-18')
    before = stagedCases(county)
  }, 600_000)

  test('find what a slow second evaluator finds, in the same rows, no more and no less', () => {
    const facts = countyOf(county.db, county.output.model, county.output.deliveries)
    expect(before.size).toBeGreaterThan(10)
    expect(plain(before)).toEqual(plain(crosschecked(county, facts, new Oracle(facts))))
  }, 600_000)

  test('change no table of the run', async () => {
    const { db, pack, output } = county
    const written = (): string[] =>
      runTables(pack, output.features, output.full, false)
        .filter(({ file }) => file !== 'adverse.csv')
        .map((table) => [...tableText(db, table)].join(''))
    const after = written()
    for (const name of ['adverse', 'adverse_row', 'adverse_check', 'adverse_review']) db.run(sql`DROP TABLE ${id(name)}`)
    expect(written()).toEqual(after)
    await buildAdverse(db, pack, output.model, output.deliveries, output.features.columns, execute)
    expect(written()).toEqual(after)
    expect(plain(stagedCases(county))).toEqual(plain(before))
  }, 600_000)

  test('never find more with less data, and say what they could not compare', async () => {
    const { db, pack, output } = county
    const alone = checksAlone(pack)
    await assert(
      asyncProperty(subarray(categoriesOf(pack), { minLength: 1, maxLength: 8 }), async (gone) => {
        const deliveries = new Map([...output.deliveries].filter(([code]) => !gone.includes(code)))
        const { columns } = await buildFeatures(alone, output.model, deliveries, ownersOf(output.people), execute)
        await buildAdverse(db, pack, output.model, deliveries, columns, execute)
        for (const [key, { state }] of stagedCases(county)) {
          expect(before.has(key), key).toBe(true)
          if (state === 'raised') expect(before.get(key)?.state, key).toBe('raised')
        }
        const reasons = db
          .rows<{ reason: string }>(sql`SELECT reason FROM adverse_check`)
          .map(({ reason }) => reason)
          .join()
        for (const code of gone) expect(reasons).toContain(`未收到 ${code} `)
      }),
      { numRuns: 12 },
    )
  }, 1_200_000)
})
