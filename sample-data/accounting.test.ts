import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { assert, asyncProperty, constantFrom, double, integer, record, uniqueArray } from 'fast-check'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { openNodeDatabase } from '../engine/host/node.ts'
import { loadExtracts } from '../engine/load/load.ts'
import { builtinPack } from '../engine/packs/index.ts'
import type { Database } from '../engine/sql/database.ts'
import { id, sql } from '../engine/sql/tag.ts'
import { nodeFolder } from '../main/cli/folder.ts'
import { generateCounty } from './generate.ts'

const pack = builtinPack('pinghu')
const folder = mkdtempSync(join(tmpdir(), 'accounting-'))
let db: Database
beforeAll(async () => {
  db = await openNodeDatabase()
})
afterAll(() => {
  db.close()
  rmSync(folder, { recursive: true, force: true })
})

const counties = record({
  households: integer({ min: 1, max: 25 }),
  seed: integer({ min: 0, max: 2 ** 32 - 1 }),
  dirt: double({ min: 0, max: 1, noNaN: true }),
  months: integer({ min: 1, max: 14 }),
  faults: constantFrom('common' as const, 'all' as const),
})
const categories = uniqueArray(constantFrom(...pack.categories.map(({ code }) => code)), { minLength: 1, maxLength: 6 })

test('rows in are those loaded, refused, repeated or footers, for any county and any dirt', async () => {
  await assert(
    asyncProperty(counties, categories, async (county, codes) => {
      const { counts } = generateCounty({ ...county, asOf: '2025-05-18', out: folder })
      const files = (await nodeFolder(folder)).filter(({ path }) => codes.some((code) => path.includes(`/${code}_`)))
      const { sources, deliveries } = await loadExtracts(db, pack, files, { asOf: '2025-05-18' })
      for (const { rowsIn, loaded, refused, repeated, footer, path } of sources)
        expect(loaded + refused + repeated + footer, path).toBe(rowsIn)
      for (const code of codes) {
        const mine = sources.filter(({ category }) => category === code)
        const sum = (field: 'rowsIn' | 'loaded' | 'footer') => mine.reduce((total, source) => total + source[field], 0)
        const [table] = deliveries.has(code)
          ? db.rows<{ n: number }>(sql`SELECT count(*) AS n FROM ${id(`raw.${code}`)}`)
          : [{ n: 0 }]
        expect(sum('loaded'), code).toBe(table?.n)
        if (county.faults === 'common') expect(sum('rowsIn') - sum('footer'), code).toBe(counts.get(code))
        else expect(sum('rowsIn') - sum('footer'), code).toBeGreaterThanOrEqual(counts.get(code) ?? 0)
      }
    }),
    { numRuns: 12 },
  )
}, 900_000)
