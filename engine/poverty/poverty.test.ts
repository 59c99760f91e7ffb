import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { openNodeDatabase } from '../host/node.ts'
import { builtinPack } from '../packs/index.ts'
import type { Pack } from '../packs/pack.ts'
import type { Database } from '../sql/database.ts'
import { id, join, sql } from '../sql/tag.ts'
import { buildPoverty, fraction, weightUnit } from './poverty.ts'

const region = builtinPack('pinghu')

/** Villages of two towns; the first six digits are the county's. */
const NORTH = '990001101201'
const SOUTH = '990001102201'
const TOWN = '990001102000'
const COUNTY = '990001000000'

interface Home {
  /** Deprivations in order, `1` held, `0` not, `?` unknown. */
  profile: string
  size?: number
  village?: string
}

let db: Database
beforeAll(async () => {
  db = await openNodeDatabase()
})
afterAll(() => db.close())

const codesOf = (sizes: readonly number[]): string[] =>
  Array.from({ length: sizes.reduce((a, b) => a + b, 0) }, (_, index) => `D${index + 1}`)

/** Counts homes with dimensions of these sizes; returns the full score. */
const count = async (sizes: readonly number[], k: string, homes: readonly Home[]): Promise<number> => {
  const codes = codesOf(sizes)
  const left = [...codes]
  const dimensions = sizes.map((size, index) => ({
    name: `维度${index + 1}`,
    deprivations: left.splice(0, size).map((code) => ({ code, name: code, when: 'TRUE' })),
  }))
  const pack: Pack = { ...region, scoring: { ...region.scoring, poverty: { k, dimensions } } }
  db.run(sql`CREATE OR REPLACE TABLE household (hid INTEGER, size INTEGER, region_code VARCHAR)`)
  db.run(sql`CREATE OR REPLACE TABLE hf (hid INTEGER, ${codes.map((code) => sql`${id(code)} BOOLEAN`)})`)
  const rows = (each: (home: Home, hid: number) => ReturnType<typeof sql>) => join(homes.map(each), sql`, `)
  db.run(sql`INSERT INTO household VALUES ${rows(({ size = 1, village = NORTH }, hid) => sql`(${hid}, ${size}, ${village})`)}`)
  const held = (mark: string) => (mark === '?' ? sql`NULL` : sql`${mark === '1'}`)
  db.run(sql`INSERT INTO hf VALUES ${rows(({ profile }, hid) => sql`(${hid}, ${[...profile].map(held)})`)}`)
  return buildPoverty(pack, async ({ statement }) => db.run(statement))
}

/** The measures of one place, from its whole-number counts. */
const measures = (full: number, sizes: readonly number[], place = COUNTY) => {
  const [row] = db.rows(sql`SELECT * FROM raw.poverty WHERE region_code = ${place} ORDER BY level LIMIT 1`)
  const { counted, poor, censored } = row as { counted: number; poor: number; censored: number }
  const share = (name: string): number => Number(row?.[name] ?? 0) / counted
  const codes = codesOf(sizes)
  const unit = full / sizes.length
  const weights = sizes.flatMap((size) => Array.from({ length: size }, () => unit / size))
  return {
    H: poor / counted,
    A: censored / (poor * full),
    M0: censored / (counted * full),
    uncensored: codes.map((code) => share(`n_${code}`)),
    censored: codes.map((code) => share(`n_${code}_poor`)),
    contribution: codes.map((code, index) => (100 * (weights[index] ?? 0) * Number(row?.[`n_${code}_poor`] ?? 0)) / censored),
  }
}

const near = (value: number, digits = 10) => expect.closeTo(value, digits)
const scores = () => db.rows(sql`SELECT score, open, counted, poor FROM raw.poverty_household ORDER BY hid`)

describe('published examples', () => {
  test('four persons and four deprivations of Alkire & Foster 2011 (J. Public Econ. 95:476–487)', async () => {
    const achievements = [
      [13.1, 14, 4, 1],
      [15.2, 7, 5, 0],
      [12.5, 10, 1, 0],
      [20, 11, 3, 1],
    ]
    const cutoffs = [13, 12, 3, 1]
    const homes = achievements.map((row) => ({ profile: row.map((x, at) => (x < (cutoffs[at] ?? 0) ? '1' : '0')).join('') }))
    const full = await count([1, 1, 1, 1], '1/2', homes)
    expect(scores().map(({ score }) => Number(score) / full)).toEqual([0, 0.5, 1, 0.25])
    expect(scores().map(({ poor }) => poor)).toEqual([false, true, true, false])
    expect(measures(full, [1, 1, 1, 1])).toMatchObject({ H: 0.5, A: 0.75, M0: 0.375 })
  })

  test.each([
    ['1/4', 0.75, 0.583333333333, 0.4375, [0.5, 0.5, 0.25, 0.5], [28.5714285714, 28.5714285714, 14.2857142857, 28.5714285714]],
    ['1/2', 0.5, 0.75, 0.375, [0.5, 0.25, 0.25, 0.5], [33.3333333333, 16.6666666667, 16.6666666667, 33.3333333333]],
    ['3/4', 0.25, 1, 0.25, [0.25, 0.25, 0.25, 0.25], [25, 25, 25, 25]],
    ['1', 0.25, 1, 0.25, [0.25, 0.25, 0.25, 0.25], [25, 25, 25, 25]],
  ])('four households of the tests of mpindex 0.3.0 at k = %s', async (k, H, A, M0, censored, contribution) => {
    const homes = ['0000', '1001', '1111', '0100'].map((profile, at) => ({ profile, village: at < 2 ? NORTH : SOUTH }))
    const full = await count([1, 1, 1, 1], k, homes)
    const found = measures(full, [1, 1, 1, 1])
    expect(found).toMatchObject({ H: near(H), A: near(A), M0: near(M0), uncensored: [0.5, 0.5, 0.25, 0.5], censored })
    expect(found.contribution).toEqual(contribution.map((one) => near(one, 8)))
    if (k !== '1/2') return
    expect(measures(full, [1, 1, 1, 1], NORTH)).toMatchObject({ H: 0.5, A: 0.5, M0: 0.25 })
    expect(measures(full, [1, 1, 1, 1], SOUTH)).toMatchObject({ H: 0.5, A: 1, M0: 0.5 })
  })

  test('five persons of the vignette of mpitbR (Girela 2025)', async () => {
    const homes = ['1010', '0100', '0111', '1000', '1010'].map((profile, at) => ({ profile, village: at < 2 ? NORTH : SOUTH }))
    const full = await count([1, 1, 1, 1], '1/2', homes)
    const found = measures(full, [1, 1, 1, 1])
    expect(found).toMatchObject({ H: 0.6, A: near(0.5833, 3), M0: near(0.35, 9) })
    expect(found.uncensored).toEqual([0.6, 0.4, 0.6, 0.2])
    expect(found.censored).toEqual([0.4, 0.2, 0.6, 0.2])
    expect(found.contribution).toEqual([28.58, 14.29, 42.85, 14.29].map((one) => near(one, 1)))
    expect(measures(full, [1, 1, 1, 1], NORTH).M0).toBe(0.25)
    expect(measures(full, [1, 1, 1, 1], SOUTH).M0).toBeCloseTo(0.416, 2)
  })
})

/**
 * The 198 households of package mpindex 0.3.0 (MIT licence): deprivation in nutrition, child mortality | schooling,
 * attendance | fuel, sanitation, water, electricity, housing, assets; then rural and urban households of that profile.
 */
const HOUSEHOLDS =
  `0000000000 3 4, 0000000001 3 10, 0000100001 2 0, 0000100101 1 0, 0000110001 1 0, 0001000000 0 5, 0001000001 1 2,
  0001011001 0 1, 0010000000 8 18, 0010000001 17 25, 0010010000 0 1, 0010010001 1 4, 0010100000 1 0, 0010100001 13 1, 0010100101 2 0,
  0010100111 1 0, 0011000000 1 3, 0011000001 2 8, 0011000011 1 0, 0011010001 0 1, 0011100001 5 0, 0011100011 1 0, 0011100101 2 0,
  0011110001 1 0, 0110111111 1 0, 1000000000 0 1, 1000000001 0 1, 1001010001 0 1, 1010000000 0 1, 1010000001 2 7, 1010000010 0 1,
  1010000011 1 0, 1010010001 0 1, 1010100001 6 0, 1010100011 5 0, 1010100111 1 0, 1010111001 1 0, 1011000000 0 1, 1011000001 1 2,
  1011100001 5 0, 1011100011 4 0, 1011100101 1 0, 1011110011 1 0, 1011111001 1 0, 1100010001 0 1, 1110110101 1 0`
    .split(',')
    .flatMap((line) => {
      const [profile = '', rural, urban] = line.trim().split(' ')
      const many = (times: string | undefined, village: string): Home[] =>
        Array.from({ length: Number(times) }, () => ({ profile, village }))
      return [...many(rural, NORTH), ...many(urban, SOUTH)]
    })

describe('198 households with the weights of the global index', () => {
  const sizes = [2, 2, 6]
  // The package rounds its weights, so its figures hold to six digits.
  test.each([
    ['1/3', 0.3787878787879, 0.4718518534533, 0.1787317626717, 0.2460317469286, 0.1127777781],
    ['1/5', 0.7171717171717, 0.3615023486901, 0.2592592601717, 0.3287981871633, 0.19111111172],
    ['1/2', 0.1464646464646, 0.5862068986552, 0.08585858616667, 0.1570294790408, 0.01611111115],
  ])('at k = %s', async (k, H, A, M0, rural, urban) => {
    expect(HOUSEHOLDS).toHaveLength(198)
    const full = await count(sizes, k, HOUSEHOLDS)
    expect(measures(full, sizes)).toMatchObject({ H: near(H), A: near(A, 6), M0: near(M0, 6) })
    expect(measures(full, sizes, NORTH).M0).toBeCloseTo(rural, 6)
    expect(measures(full, sizes, SOUTH).M0).toBeCloseTo(urban, 6)
  })

  test('headcounts and contributions at a third', async () => {
    const full = await count(sizes, '1/3', HOUSEHOLDS)
    const found = measures(full, sizes)
    const headcounts = [0.2272727272727, 0.01515151515152, 0.3636363636364, 0.2171717171717, 0.1969696969697]
    const contributions = [21.19309259212, 1.412872839475, 33.908948147392, 20.251177365804, 6.122449007792]
    expect(found.censored.slice(0, 5)).toEqual(headcounts.map((one) => near(one)))
    expect(found.contribution.slice(0, 5)).toEqual(contributions.map((one) => near(one, 5)))
    expect(found.contribution.reduce((sum, one) => sum + one, 0)).toBeCloseTo(100, 9)
  })

  test('places add up to the county by their share of persons', async () => {
    const full = await count(sizes, '1/3', HOUSEHOLDS)
    const [whole, rural, urban] = [COUNTY, NORTH, SOUTH].map((place) => measures(full, sizes, place).M0) as [
      number,
      number,
      number,
    ]
    expect(rural * (98 / 198) + urban * (100 / 198)).toBeCloseTo(whole, 12)
  })
})

test('a score exactly on the line is poor, in whole numbers', async () => {
  // Six dimensions of two: a third is two whole dimensions; in doubles 4 × 1/12 and 1/3 may differ.
  const sizes = [2, 2, 2, 2, 2, 2]
  const homes = ['111100000000', '101010100000', '101010000000', '110000001000'].map((profile) => ({ profile }))
  expect(await count(sizes, '1/3', homes)).toBe(12)
  expect(scores().map(({ score, poor }) => [score, poor])).toEqual([
    [4, true],
    [4, true],
    [3, false],
    [3, false],
  ])
  const full = await count([2, 2, 6], '1/3', [
    { profile: '1100000000' },
    { profile: '1000111000' },
    { profile: '0000111111' },
    { profile: '1000110000' },
  ])
  expect(scores().map(({ score, poor }) => [Number(score) / full, poor])).toEqual([
    [1 / 3, true],
    [1 / 3, true],
    [1 / 3, true],
    [expect.closeTo(5 / 18, 12), false],
  ])
})

describe('unknown deprivations', () => {
  test('leave their weight to the rest of their dimension', async () => {
    const full = await count([2, 3], '1/2', [
      { profile: '1?000' },
      { profile: '?01??' },
      { profile: '00?11' },
      { profile: '0011?' },
      { profile: '00001' },
    ])
    expect(scores().map(({ score, open }) => [Number(score) / full, open])).toEqual([
      [1 / 2, 1],
      [1 / 2, 3],
      [1 / 2, 1],
      [1 / 2, 1],
      [1 / 6, 0],
    ])
  })

  test('of a whole dimension take the household out of the count', async () => {
    const homes = [
      { profile: '??111', size: 5 },
      { profile: '1100?', size: 3 },
      { profile: '00000', size: 2 },
    ]
    await count([2, 3], '1/2', homes)
    expect(scores()).toMatchObject([{ counted: false, poor: false }, { counted: true, poor: true }, { counted: true }])
    const [row] = db.rows(sql`SELECT * FROM raw.poverty WHERE level = 'county'`)
    expect(row).toMatchObject({ households: 3, persons: 10, counted: 5, with_unknown: 8, poor: 3, n_D1: 3, n_D1_poor: 3 })
    expect(row?.n_D3 ?? 0).toBe(0)
  })
})

test('persons weigh, not households, and every level counts all of them', async () => {
  const homes = [
    { profile: '11', size: 6, village: NORTH },
    { profile: '00', size: 2, village: NORTH },
    { profile: '10', size: 1, village: SOUTH },
    { profile: '11', size: 3, village: TOWN },
    { profile: '11', size: 4, village: COUNTY },
  ]
  const full = await count([1, 1], '1', homes)
  expect(measures(full, [1, 1], NORTH).H).toBe(0.75)
  const rows = db.rows(sql`SELECT level, region_code, households, persons, poor FROM raw.poverty ORDER BY level, region_code`)
  expect(rows).toEqual([
    { level: 'county', region_code: COUNTY, households: 5, persons: 16, poor: 13 },
    { level: 'town', region_code: COUNTY, households: 1, persons: 4, poor: 4 },
    { level: 'town', region_code: '990001101000', households: 2, persons: 8, poor: 6 },
    { level: 'town', region_code: TOWN, households: 2, persons: 4, poor: 3 },
    { level: 'village', region_code: COUNTY, households: 1, persons: 4, poor: 4 },
    { level: 'village', region_code: NORTH, households: 2, persons: 8, poor: 6 },
    { level: 'village', region_code: TOWN, households: 1, persons: 3, poor: 3 },
    { level: 'village', region_code: SOUTH, households: 1, persons: 1, poor: 0 },
  ])
})

test('weights are whole numbers', () => {
  expect([weightUnit([1, 1]), weightUnit([2, 2, 2]), weightUnit([2, 3]), weightUnit([2, 2, 6])]).toEqual([1, 2, 6, 60])
  expect([fraction('1/3'), fraction('1'), fraction('26/100')]).toEqual([
    { top: 1, bottom: 3 },
    { top: 1, bottom: 1 },
    { top: 26, bottom: 100 },
  ])
})
