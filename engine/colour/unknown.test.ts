import fc from 'fast-check'
import { expect, test } from 'vitest'
import { triggerName, valueName } from '../features/features.ts'
import { openNodeDatabase } from '../host/node.ts'
import { builtinPack } from '../packs/index.ts'
import type { Indicator, Pack } from '../packs/pack.ts'
import { Compiler } from '../rules/compile.ts'
import { packModel } from '../rules/pack-model.ts'
import { parseFormula } from '../rules/parse.ts'
import { buildScore } from '../score/score.ts'
import type { Database } from '../sql/database.ts'
import { id, join, type Sql, sql } from '../sql/tag.ts'
import { buildColour } from './colour.ts'

const AS_OF = '2025-05-18'
const TYPES = ['DD', 'JN']
const region = builtinPack('pinghu')

const indicator = (code: string, value: string, bands: [string, number][], elsePoints: number): Indicator => ({
  ...(region.indicators[0] as Indicator),
  code,
  value,
  bands: bands.map(([when, points]) => ({ when, points })),
  else_points: elsePoints,
  max_points: Math.max(elsePoints, ...bands.map(([, points]) => points)),
})

/** Counted, perhaps none, true or false: every shape a value has; points rise, fall and repeat. */
const indicators = TYPES.flatMap((type) => [
  indicator(
    `${type}01`,
    'count(p.can_work)',
    [
      ['v >= 8', 40],
      ['v >= 6', 40],
      ['v = 1', 20],
    ],
    0,
  ),
  indicator(
    `${type}02`,
    'max(p.unemp_months)',
    [
      ['v >= 5', 30],
      ['v >= 2', 10],
      ['v < 1', 30],
    ],
    10,
  ),
  indicator(`${type}03`, 'h.is_tekun', [['v = TRUE', 30]], 5),
])
const pack: Pack = {
  ...region,
  indicators,
  scoring: { ...region.scoring, types: region.scoring.types.filter(({ code }) => TYPES.includes(code)), order: TYPES },
}
const triggers = TYPES.flatMap((type) => [...(pack.scoring.members[type] ?? []), ...(pack.scoring.reds[type] ?? [])]).map(
  ({ id }) => triggerName(id),
)

const compiler = new Compiler(
  packModel(pack, AS_OF),
  new Map(
    pack.categories.map((one) => [one.code, { columns: new Set(one.columns.map(({ name }) => name)), newest: null, rows: 1 }]),
  ),
)
for (const { code, value } of indicators) compiler.expression(valueName(code), 'household', parseFormula(value), value)
const columns = new Map(compiler.columns().map((column) => [column.name, column]))

/** What is known of a family: ends of the counts, months or none, truth values. */
interface Known {
  counts: { low: number | null; high: number | null }[]
  months: (number | 'none' | null)[]
  flags: (boolean | null)[]
  triggers: (boolean | null)[]
}

const truth = fc.oneof({ weight: 10, arbitrary: fc.constant(false) }, fc.constant(true), fc.constant(null))
const each = <T>(one: fc.Arbitrary<T>): fc.Arbitrary<T[]> => fc.array(one, { minLength: TYPES.length, maxLength: TYPES.length })
const ends = fc
  .tuple(fc.nat(6), fc.constantFrom(0, 0, 0, 1, 3, null))
  .map(([low, more]) => ({ low, high: more === null ? null : low + more }))
const family: fc.Arbitrary<Known> = fc.record({
  counts: each(ends),
  months: each(fc.oneof(fc.nat(5), fc.constant('none' as const), fc.constant(null))),
  flags: each(truth),
  triggers: fc.array(truth, { minLength: triggers.length, maxLength: triggers.length }),
})

/** A family with some of what is known taken away. */
const pair = fc
  .tuple(family, fc.infiniteStream(fc.nat(9).map((n) => n === 0)), fc.infiniteStream(fc.nat(2)))
  .map(([before, forget, less]): [Known, Known] => {
    const lost = <T>(value: T): T | null => (forget.next().value ? null : value)
    const after: Known = {
      counts: before.counts.map(({ low, high }) => ({
        low: Math.max(0, (low ?? 0) - (less.next().value ?? 0)),
        high: forget.next().value || high === null ? null : high + (less.next().value ?? 0),
      })),
      months: before.months.map(lost),
      flags: before.flags.map(lost),
      triggers: before.triggers.map(lost),
    }
    return [before, after]
  })

const row = (hid: number, known: Known): Sql => {
  const cells = TYPES.flatMap((_, at) => {
    const { low, high } = known.counts[at] as Known['counts'][number]
    const month = known.months[at] ?? null
    return [low === high ? low : null, low, high, month === 'none' ? null : month, month === 'none', known.flags[at] ?? null]
  })
  return sql`(${hid}, ${[...cells, ...known.triggers].map((cell) => sql`${cell}`)})`
}

const colour = async (db: Database, families: readonly Known[]) => {
  const values = TYPES.flatMap((type) => {
    const [count, months, flag] = [1, 2, 3].map((n) => valueName(`${type}0${n}`)) as [string, string, string]
    const numbers = [count, `${count}__lo`, `${count}__hi`, months].map((name) => sql`${id(name)} BIGINT`)
    return [...numbers, ...[`${months}__none`, flag].map((name) => sql`${id(name)} BOOLEAN`)]
  })
  db.run(sql`CREATE OR REPLACE TABLE hf (hid INTEGER, ${values}, ${triggers.map((name) => sql`${id(name)} BOOLEAN`)})`)
  db.run(
    sql`INSERT INTO hf VALUES ${join(
      families.map((one, hid) => row(hid, one)),
      sql`, `,
    )}`,
  )
  await buildScore(pack, { compiler, columns }, async ({ statement }) => db.run(statement))
  await buildColour(pack, AS_OF, async ({ statement }) => db.run(statement))
  return db.rows<Record<string, string | number | null>>(sql`SELECT * FROM raw.colour JOIN raw.score USING (hid) ORDER BY hid`)
}

test('knowing less never makes a household green, worse off or better placed', async () => {
  const db = await openNodeDatabase()
  const seen = new Set<string>()
  await fc.assert(
    fc.asyncProperty(fc.array(pair, { minLength: 150, maxLength: 150, size: 'max' }), async (pairs) => {
      const rows = await colour(db, pairs.flat())
      for (let at = 0; at < rows.length; at += 2) {
        const [before, after] = [rows[at], rows[at + 1]] as [(typeof rows)[number], (typeof rows)[number]]
        for (const name of ['colour', ...TYPES.map((type) => `colour_${type}`)]) {
          seen.add(`${before[name]}${after[name]}`)
          expect(['RR', 'RY', 'RU', 'YY', 'YU', 'UU', 'GU', 'GG']).toContain(`${before[name]}${after[name]}`)
        }
        expect(Number(after.open_points)).toBeGreaterThanOrEqual(Number(before.open_points))
        for (const type of TYPES) {
          const [low, high] = [Number(before[`score_${type}`]), Number(before[`score_${type}`]) + Number(before[`open_${type}`])]
          expect(Number(after[`score_${type}`])).toBeLessThanOrEqual(low)
          expect(Number(after[`score_${type}`]) + Number(after[`open_${type}`])).toBeGreaterThanOrEqual(high)
          if (before[`member_${type}`] === null) expect(after[`member_${type}`]).toBeNull()
        }
      }
    }),
    { numRuns: 20 },
  )
  expect([...seen].sort()).toEqual(['GG', 'GU', 'RR', 'RU', 'RY', 'UU', 'YU', 'YY'])
  db.close()
})
