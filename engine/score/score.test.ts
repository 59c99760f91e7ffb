import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { valueName } from '../features/features.ts'
import { openNodeDatabase } from '../host/node.ts'
import { builtinPack } from '../packs/index.ts'
import { type Indicator, type Pack, parameterAt } from '../packs/pack.ts'
import { Compiler } from '../rules/compile.ts'
import { packModel } from '../rules/pack-model.ts'
import { parseFormula } from '../rules/parse.ts'
import type { Database } from '../sql/database.ts'
import { id, join, Sql, sql } from '../sql/tag.ts'
import { levelPoints, UNKNOWN_LEVEL } from './bands.ts'
import { banded, buildScore, typeOf } from './score.ts'

const AS_OF = '2025-05-18'
const region = builtinPack('pinghu')
const [anyIndicator] = region.indicators as [Indicator]

const indicator = (code: string, value: string, bands: [when: string, points: number][], elsePoints = 0): Indicator => ({
  ...anyIndicator,
  code,
  value,
  bands: bands.map(([when, points]) => ({ when, points })),
  else_points: elsePoints,
  max_points: Math.max(elsePoints, ...bands.map(([, points]) => points)),
})

const packOf = (indicators: Indicator[]): Pack => {
  const types = [...new Set(indicators.map((one) => typeOf(one.code)))]
  const named = types.map((code) => ({ code, name: code, name_en: code }))
  return { ...region, indicators, scoring: { ...region.scoring, types: named, order: types } }
}

/** A value of an indicator as the features stage leaves it: known, between two ends, none or unknown. */
type Value = number | boolean | 'none' | 'unknown' | readonly [low: number | null, high: number | null]

let db: Database
beforeAll(async () => {
  db = await openNodeDatabase()
})
afterAll(() => db.close())

/** Levels and points of households whose values are given one row each. */
const scored = async (indicators: Indicator[], rows: readonly (readonly Value[])[]) => {
  const pack = packOf(indicators)
  const deliveries = new Map(
    pack.categories.map((one) => [
      one.code,
      { columns: new Set(one.columns.map((column) => column.name)), newest: null, rows: 1 },
    ]),
  )
  const compiler = new Compiler(packModel(pack, AS_OF), deliveries)
  for (const one of indicators) compiler.expression(valueName(one.code), 'household', parseFormula(one.value), one.value)
  const columns = new Map(compiler.columns().map((column) => [column.name, column]))
  const physical = indicators.flatMap((one) => {
    const name = valueName(one.code)
    const shape = columns.get(name)?.reference
    const type = new Sql(shape?.kind === 'bool' ? 'BOOLEAN' : shape?.exact ? 'BIGINT' : 'DOUBLE')
    const names = [name, ...(shape?.lo ? [`${name}__lo`, `${name}__hi`] : [])]
    return [...names.map((column) => sql`${id(column)} ${type}`), ...(shape?.none ? [sql`${id(`${name}__none`)} BOOLEAN`] : [])]
  })
  const cells = (one: Indicator, value: Value): Sql[] => {
    const shape = columns.get(valueName(one.code))?.reference
    const ends = Array.isArray(value) ? value : [value, value]
    const [low = null, high = null] = ends.map((end) => (typeof end === 'string' ? null : end))
    const point = low === high ? low : null
    const all = shape?.lo ? [point, low, high] : [point]
    return [...all, ...(shape?.none ? [value === 'none'] : [])].map((cell) => sql`${cell}`)
  }
  db.run(sql`CREATE OR REPLACE TABLE hf (hid INTEGER, ${physical})`)
  const values = rows.map(
    (row, hid) => sql`(${hid}, ${row.flatMap((value, index) => cells(indicators[index] as Indicator, value))})`,
  )
  db.run(sql`INSERT INTO hf VALUES ${join(values, sql`, `)}`)
  await buildScore(pack, { compiler, columns }, async ({ statement }) => db.run(statement))
  return db.rows(sql`SELECT * EXCLUDE (hid) FROM raw.score ORDER BY hid`)
}

const levels = async (one: Indicator, values: readonly Value[]): Promise<unknown[]> => {
  const rows = await scored(
    [one],
    values.map((value) => [value]),
  )
  return rows.map((row) => row[`l_${one.code}`])
}

const COUNTED = 'count(p.can_work)'
const PERHAPS = 'max(p.unemp_months)'

describe('level of a value', () => {
  const steps = indicator('DD01', COUNTED, [
    ['v >= 3', 20],
    ['v >= 1', 10],
  ])

  test('is the first band that holds, 0 for none of them', async () => {
    expect(await levels(steps, [5, 3, 2, 1, 0])).toEqual([1, 1, 2, 2, 0])
  })

  test('is known where the ends of the value decide', async () => {
    expect(
      await levels(steps, [
        [1, 2],
        [3, null],
        [4, 9],
        [0, 0],
      ]),
    ).toEqual([2, 1, 1, 0])
  })

  test('is unknown where they do not', async () => {
    expect(await levels(steps, ['unknown', [0, 1], [2, 3], [1, null], [0, null]])).toEqual(Array(5).fill(UNKNOWN_LEVEL))
  })

  test('of none is 0', async () => {
    const months = indicator('FZ01', PERHAPS, [
      ['v >= 12', 10],
      ['v < 3', 4],
    ])
    expect(await levels(months, ['none', 14, 1, 6, 'unknown'])).toEqual([0, 1, 2, 0, UNKNOWN_LEVEL])
  })

  test('of a truth value', async () => {
    const flag = indicator('DD06', 'h.is_tekun', [['v = TRUE', 6]])
    expect(await levels(flag, [true, false, 'unknown'])).toEqual([1, 0, UNKNOWN_LEVEL])
  })

  test('of a ratio against a parameter', async () => {
    const ratio = indicator('ZC01', 'h.income_ratio', [['v < param.marginal_mult', 8]])
    const line = Number(parameterAt(region, 'param.marginal_mult', AS_OF).value)
    const values: Value[] = [line - 0.01, line, [0.2, line - 0.5], [line, null], [0, null]]
    expect(await levels(ratio, values)).toEqual([1, 0, 1, 0, UNKNOWN_LEVEL])
  })
})

describe('bands of equal points', () => {
  test('make an undecided value known, with the first level it may have', async () => {
    const twice = indicator('DD01', COUNTED, [
      ['v >= 5', 10],
      ['v >= 3', 10],
    ])
    expect(
      await levels(twice, [
        [3, 9],
        [3, null],
        [0, 9],
        [5, 6],
        [3, 4],
      ]),
    ).toEqual([1, 1, UNKNOWN_LEVEL, 1, 2])
  })

  test('count with the rest too', async () => {
    const rest = indicator(
      'DD01',
      COUNTED,
      [
        ['v < 1', 4],
        ['v < 2', 0],
      ],
      0,
    )
    expect(
      await levels(rest, [
        [1, 5],
        [0, 5],
        [2, 5],
      ]),
    ).toEqual([2, UNKNOWN_LEVEL, 0])
  })

  test('do not hide another band between them', async () => {
    const between = indicator(
      'DD01',
      COUNTED,
      [
        ['v < 1', 10],
        ['v < 2', 5],
      ],
      10,
    )
    expect(
      await levels(between, [
        [0, 5],
        [0, 1],
        [1, 2],
      ]),
    ).toEqual(Array(3).fill(UNKNOWN_LEVEL))
  })
})

test('points of the levels in their order', () => {
  const steps = indicator(
    'DD01',
    COUNTED,
    [
      ['v >= 3', 20],
      ['v >= 1', 10],
    ],
    1,
  )
  expect(levelPoints(banded(steps))).toEqual([1, 20, 10])
})

test('scores add known points by type, open points what unknown ones could still add', async () => {
  const indicators = [
    indicator('DD01', COUNTED, [
      ['v >= 3', 60],
      ['v >= 1', 30],
    ]),
    indicator('DD02', 'h.is_tekun', [['v = TRUE', 40]], 5),
    indicator('JN01', PERHAPS, [['v >= 12', 100]], 10),
  ]
  expect(
    await scored(indicators, [
      [3, true, 20],
      [1, false, 'none'],
      [0, 'unknown', 'unknown'],
      ['unknown', true, 1],
    ]),
  ).toEqual([
    { l_DD01: 1, l_DD02: 1, l_JN01: 1, score_DD: 100, open_DD: 0, score_JN: 100, open_JN: 0 },
    { l_DD01: 2, l_DD02: 0, l_JN01: 0, score_DD: 35, open_DD: 0, score_JN: 10, open_JN: 0 },
    { l_DD01: 0, l_DD02: 255, l_JN01: 255, score_DD: 0, open_DD: 40, score_JN: 0, open_JN: 100 },
    { l_DD01: 255, l_DD02: 1, l_JN01: 0, score_DD: 40, open_DD: 60, score_JN: 10, open_JN: 0 },
  ])
})

test('levels take one byte a household', async () => {
  await scored([indicator('DD01', COUNTED, [['v >= 3', 20]])], [[1]])
  const [column] = db.rows(sql`SELECT data_type FROM duckdb_columns() WHERE table_name = 'score' AND column_name = 'l_DD01'`)
  expect(column).toEqual({ data_type: 'UTINYINT' })
})
