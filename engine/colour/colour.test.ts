import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { openNodeDatabase } from '../host/node.ts'
import { builtinPack } from '../packs/index.ts'
import type { Pack } from '../packs/pack.ts'
import type { Database } from '../sql/database.ts'
import { id, join, sql } from '../sql/tag.ts'
import { buildColour, linesAt } from './colour.ts'

const AS_OF = '2025-05-18'
const TYPES = ['A', 'B', 'C'] as const
const region = builtinPack('pinghu')

/** Three types; A and B with two members' triggers and one red one, C with none. */
const pack: Pack = {
  ...region,
  scoring: {
    ...region.scoring,
    types: TYPES.map((code) => ({ code, name: code, name_en: code })),
    order: [...TYPES],
    members: Object.fromEntries(['A', 'B'].map((type) => [type, [1, 2].map((n) => ({ id: `T.${type}.${n}`, when: 'TRUE' }))])),
    reds: { A: [{ id: 'R.A.1', when: 'TRUE' }], B: [{ id: 'R.B.1', when: 'TRUE' }] },
  },
}
const TRIGGERS = ['T_A_1', 'T_A_2', 'R_A_1', 'T_B_1', 'T_B_2', 'R_B_1']
const { type: LINE, yellow: YELLOW, red: RED } = linesAt(pack, AS_OF) ?? { type: 0, yellow: 0, red: 0 }

/** Scores, open points and triggers that differ from zero, zero and not fired. */
type Family = Readonly<Record<string, number | boolean | null>>

let db: Database
beforeAll(async () => {
  db = await openNodeDatabase()
})
afterAll(() => db.close())

const coloured = async (families: readonly Family[], using = pack) => {
  const scores = TYPES.flatMap((type) => [`score_${type}`, `open_${type}`])
  const rows = (names: readonly string[], otherwise: number | boolean) =>
    join(
      families.map(
        (family, hid) => sql`(${hid}, ${names.map((name) => sql`${name in family ? (family[name] ?? null) : otherwise}`)})`,
      ),
      sql`, `,
    )
  db.run(sql`CREATE OR REPLACE TABLE raw.score (hid INTEGER, ${scores.map((name) => sql`${id(name)} INTEGER`)})`)
  db.run(sql`INSERT INTO raw.score VALUES ${rows(scores, 0)}`)
  db.run(sql`CREATE OR REPLACE TABLE hf (hid INTEGER, ${TRIGGERS.map((name) => sql`${id(name)} BOOLEAN`)})`)
  db.run(sql`INSERT INTO hf VALUES ${rows(TRIGGERS, false)}`)
  await buildColour(using, AS_OF, async ({ statement }) => db.run(statement))
  return db.rows(sql`SELECT * EXCLUDE (hid) FROM raw.colour ORDER BY hid`)
}

const column = async (name: string, families: readonly Family[]): Promise<unknown[]> =>
  (await coloured(families)).map((row) => row[name])

test('the lines of the pack are those in force', () => {
  expect(LINE > 0 && YELLOW > 0 && RED > YELLOW).toBe(true)
})

describe('membership', () => {
  test('is known by score or by any trigger', async () => {
    const families = [
      { score_A: LINE },
      { T_A_2: true },
      { R_A_1: true },
      { T_A_1: null, T_A_2: true },
      { score_A: LINE, R_A_1: null },
    ]
    expect(await column('member_A', families)).toEqual([true, true, true, true, true])
  })

  test('is refused only where nothing could still give it', async () => {
    const families = [{}, { score_A: LINE - 1 }, { score_A: LINE - 5, open_A: 4 }, { score_B: LINE, R_B_1: null }]
    expect(await column('member_A', families)).toEqual([false, false, false, false])
  })

  test('is unknown in between', async () => {
    const families = [{ T_A_1: null }, { R_A_1: null }, { score_A: LINE - 5, open_A: 5 }, { open_A: 100, T_A_2: null }]
    expect(await column('member_A', families)).toEqual([null, null, null, null])
  })
})

describe('colour of a type', () => {
  test.each<[string, Family, string]>([
    ['red score', { score_A: RED }, 'R'],
    ['red trigger', { R_A_1: true }, 'R'],
    ['red trigger beside unknown ones', { R_A_1: true, T_A_1: null, open_A: 90 }, 'R'],
    ['just below red', { score_A: RED - 1 }, 'Y'],
    ['below red, perhaps above', { score_A: RED - 1, open_A: 50 }, 'Y'],
    ['yellow score', { score_A: YELLOW }, 'Y'],
    ['member by trigger', { T_A_1: true }, 'Y'],
    ['member with a red trigger unknown', { T_A_1: true, R_A_1: null }, 'Y'],
    ['perhaps a red trigger', { R_A_1: null }, 'U'],
    ['perhaps a member', { T_A_2: null }, 'U'],
    ['perhaps yellow', { score_A: Math.min(YELLOW, LINE) - 1, open_A: 1 }, 'U'],
    ['nothing known', { open_A: 100, T_A_1: null, T_A_2: null, R_A_1: null }, 'U'],
    ['some points open, not enough', { score_A: Math.min(YELLOW, LINE) - 10, open_A: 9 }, 'G'],
    ['nothing', {}, 'G'],
  ])('%s', async (_, family, colour) => expect(await column('colour_A', [family])).toEqual([colour]))

  test('a type without triggers is coloured by its score', async () => {
    const families = [{ score_C: RED }, { score_C: YELLOW }, { open_C: 100 }, { T_A_1: true }]
    expect(await column('colour_C', families)).toEqual(['R', 'Y', 'U', 'G'])
  })
})

test('a yellow line below the line of the type colours families that are no members', async () => {
  const { red = '', type = '' } = pack.scoring.lines ?? {}
  const lines = { type: red, yellow: type, red }
  const families = [{ score_A: LINE }, { score_A: LINE - 2, open_A: 2 }, { score_A: LINE - 2, open_A: 1 }]
  const rows = await coloured(families, { ...pack, scoring: { ...pack.scoring, lines } })
  expect(rows.map((row) => [row.member_A, row.colour_A])).toEqual([
    [false, 'Y'],
    [false, 'U'],
    [false, 'G'],
  ])
})

test('without lines points make no member and no colour', async () => {
  const families = [{ score_A: 100, open_B: 100 }, { score_A: 100, R_A_1: true }, { T_A_1: true }, { R_A_1: null }]
  const rows = await coloured(families, { ...pack, scoring: { ...pack.scoring, lines: null } })
  expect(rows.map((row) => [row.member_A, row.colour_A, row.colour])).toEqual([
    [false, 'G', 'G'],
    [true, 'R', 'R'],
    [true, 'Y', 'Y'],
    [null, 'U', 'U'],
  ])
})

test('a household takes its worst colour, unknown before green', async () => {
  const families = [
    { R_A_1: true, score_B: YELLOW, open_C: 100 },
    { score_B: YELLOW, open_C: 100 },
    { open_C: 100 },
    {},
    { R_B_1: null, R_A_1: true },
  ]
  expect(await column('colour', families)).toEqual(['R', 'Y', 'U', 'G', 'R'])
})

test('the primary type has the worst colour, then the higher score, then the first place', async () => {
  const families = [
    { score_A: RED - 1, R_B_1: true },
    { score_A: RED, score_B: RED + 3 },
    { score_A: YELLOW, score_C: YELLOW },
    { T_A_1: true, score_C: YELLOW },
    { score_A: RED, score_B: RED, score_C: RED },
    { score_C: YELLOW, open_A: 100, T_A_1: null },
    { open_A: 100 },
    {},
  ]
  expect(await column('primary_type', families)).toEqual(['B', 'B', 'A', 'C', 'A', 'C', null, null])
})

test('open points of all types make the missing share', async () => {
  expect(await column('open_points', [{ open_A: 30, open_B: 10, open_C: 100 }, { score_A: 70 }])).toEqual([140, 0])
})
