import { afterAll, beforeAll, expect, test } from 'vitest'
import { id, type Sql, sql } from '../sql/tag.ts'
import {
  AS_OF,
  aid,
  child,
  deliver,
  FAMILY,
  father,
  grandma,
  kin,
  type Line,
  type Lines,
  labels,
  mother,
  openCounty,
  PACK,
  person,
} from './fixture.ts'
import { peopleSteps } from './people.ts'

let county: Awaited<ReturnType<typeof openCounty>>
let build: typeof county.build
beforeAll(async () => {
  county = await openCounty()
  build = county.build
})
afterAll(() => county.close())

test('a registered family is one household with its head, parents and place', () => {
  const summary = build({
    KIN: FAMILY,
    REG: [{ id_no: father, name: '张三', sex: '1', birth_date: '1970-01-01', region12: '990001101201' }],
  })
  expect(summary).toMatchObject({
    persons: 4,
    members: 4,
    households: 1,
    dissolved: 0,
    bases: { hukou: 1 },
    origins: { register: 4 },
    unplaced: 0,
    headless: 0,
  })
  expect(county.homes(labels)).toEqual(['child father grandma mother'])
  expect(county.homeOf(child)).toMatchObject({
    hid: 0,
    household_id: 'H0000001',
    base: 'hukou',
    size: 4,
    region12: '990001101201',
    region_code: '990001101201',
    region_name: '东镇/一村',
  })
  expect(county.headOf(child)).toBe(String(father))
  expect(county.one(child)).toMatchObject({
    id_valid: true,
    birth: '2010-03-03',
    sex: '1',
    relation: '20',
    origin: 'register',
    state: 'present',
    source_category: 'KIN',
    source_row: 4,
  })
  expect([String(county.one(child)?.father), String(county.one(child)?.mother)]).toEqual([String(father), String(mother)])
  expect(county.one(father)?.name).toBe('张三')
  expect(county.one(mother)?.name).toBe(`名${mother % 1000n}`)
  expect(county.findings()).toEqual([])
  expect(county.db.rows(sql`SELECT table_name FROM duckdb_tables() WHERE table_name LIKE 'people_%'`)).toEqual([])
})

test('without any register there is one clear message; without rows there are no households', () => {
  expect(() => build({ AID: [aid(father, 'D1')] })).toThrow(/^没有可用的户籍数据.*KIN KIN表、CITY CITY表、REG REG表/)
  expect(build({ KIN: [] })).toMatchObject({ persons: 0, households: 0, dissolved: 0, bases: {} })
  const shape = (name: string) =>
    county.db
      .rows<{ text: string }>(
        sql`SELECT column_name || ' ' || data_type AS text FROM duckdb_columns() WHERE table_name = ${name} ORDER BY column_index`,
      )
      .map(({ text }) => text)
      .join(', ')
  expect(shape('person')).toBe(
    'pk BIGINT, token VARCHAR, hid INTEGER, member BOOLEAN, recent BOOLEAN, state VARCHAR, state_date DATE, id_valid BOOLEAN, name VARCHAR, sex VARCHAR, ' +
      'birth DATE, relation VARCHAR, father BIGINT, mother BIGINT, origin VARCHAR, source_src USMALLINT, source_row INTEGER, source_category VARCHAR',
  )
  const household =
    'hid INTEGER, household_id VARCHAR, base VARCHAR, head BIGINT, size INTEGER, region12 VARCHAR, region_code VARCHAR, region_name VARCHAR'
  expect([shape('household'), shape('dissolved')]).toEqual([household, household])
  expect(shape('conflict')).toBe(
    'kind VARCHAR, pk BIGINT, hid INTEGER, chosen VARCHAR, other VARCHAR, category VARCHAR, src USMALLINT, row INTEGER, message VARCHAR',
  )
  expect(shape('identity')).toBe('kind VARCHAR, anchor VARCHAR, token VARCHAR')
})

test('the order of rows changes nothing but the row numbers', () => {
  const lines = {
    KIN: [...FAMILY, kin(child, '200', '40'), kin(person('19900909', 51), '200', '99')],
    AID: [aid(grandma, 'D1'), aid(grandma, 'D2')],
  }
  const picture = () =>
    [
      sql`* EXCLUDE (source_row) FROM person`,
      sql`* FROM household`,
      sql`* EXCLUDE (row) FROM conflict`,
      sql`* FROM identity`,
    ].map((what) => county.db.rows(sql`SELECT ${what}`))
  build(lines)
  const first = picture()
  build(lines)
  expect(picture()).toEqual(first)
  build({ KIN: [...lines.KIN].reverse(), AID: [...lines.AID].reverse() })
  expect(picture()).toEqual(first)
})

test('the steps say what comes next and how much is left', () => {
  const steps = [
    ...peopleSteps(county.db, PACK, deliver(county.db, { KIN: FAMILY }), { asOf: AS_OF, salt: 'salt', previous: null }),
  ]
  expect(steps.map(({ done }) => done)).toEqual(steps.map((_, index) => index))
  expect(new Set(steps.map(({ total }) => total))).toEqual(new Set([steps.length]))
})

/** A small reproducible source of chance. */
const dice = (seed: number) => () => {
  seed = (seed * 1_103_515_245 + 12_345) % 2_147_483_648
  return seed / 2_147_483_648
}

test.each([1, 2, 3])('whatever the rows say, everybody is in one place and every household is whole (seed %i)', (seed) => {
  const roll = dice(seed)
  const pick = <T>(values: readonly T[]): T => values[Math.floor(roll() * values.length)] as T
  const folk = Array.from({ length: 150 }, (_, index) =>
    roll() < 0.1 ? -1n - BigInt(index) : person(`${1930 + Math.floor(roll() * 95)}0101`, index + 1),
  )
  const some = (most: number, line: () => Line) => Array.from({ length: Math.floor(roll() * most) }, line)
  const day = () => pick([null, '2023-01-01', '2024-06-01', '2025-05-18', '2026-01-01'])
  const file = () =>
    aid(pick(folk), pick(['F1', 'F2', 'F3', 'F4']), {
      status: pick(['1', '2', '3', null]),
      start: day(),
      stop: day(),
      head_id_no: pick([null, pick(folk)]),
    })
  const lines: Lines = {
    KIN: some(120, () =>
      kin(pick(folk), String(Math.floor(roll() * 40)), pick(['01', '02', '10', '20']), {
        upd: day(),
        head_id_no: pick([null, pick(folk)]),
      }),
    ),
    REG: some(120, () => ({
      id_no: pick(folk),
      hh_no: pick([null, '7', '41']),
      region12: pick([null, '990001101201', '990001103201', 'x']),
    })),
    AID: some(30, () => ({ ...file(), single: pick([true, false, null]) })),
    CARE: some(10, file),
    NEWCOMER: some(20, () => ({ id_no: pick(folk), addr: pick([null, 'a', 'b']), landlord: pick([null, 'l']) })),
    POOR: some(20, () => ({ id_no: pick(folk), file: pick([null, 'P1', 'P2']) })),
    METER: some(60, () => ({ id_no: pick(folk), kwh: 1 })),
  }
  const absence = folk.filter(() => roll() < 0.2).map((pk) => [pk, pick(['dead', 'moved', 'imprisoned']), day()] as const)
  const summary = county.build(lines, absence)
  const named = new Set(Object.values(lines).flatMap((rows) => rows.map(({ id_no }) => id_no)))
  const rows = (query: Sql) => county.db.rows(query)
  expect(
    rows(sql`SELECT count(*) AS n, count(DISTINCT pk) AS pks, count(DISTINCT token) AS tokens, count(hid) AS placed FROM person`),
  ).toEqual([{ n: named.size, pks: named.size, tokens: named.size, placed: named.size }])
  const ids = (from: string) => rows(sql`SELECT hid FROM ${id(from)} ORDER BY household_id`).map(({ hid }) => hid)
  expect([...ids('household'), ...ids('dissolved')]).toEqual(
    Array.from({ length: summary.households + summary.dissolved }, (_, index) => index),
  )
  expect(
    rows(sql`SELECT * FROM household WHERE size <> (SELECT count(*) FROM person WHERE person.hid = household.hid AND member)`),
  ).toEqual([])
  expect(
    rows(sql`SELECT * FROM household ANTI JOIN (SELECT hid, pk AS head FROM person WHERE member) USING (hid, head)`),
  ).toEqual([])
  expect(rows(sql`SELECT * FROM person SEMI JOIN dissolved USING (hid) WHERE member`)).toEqual([])
  expect(rows(sql`SELECT * FROM person WHERE member <> (state = 'present')`)).toEqual([])
  expect(
    rows(
      sql`SELECT hid FROM person JOIN household USING (hid) WHERE base <> 'assist' GROUP BY hid HAVING count(DISTINCT origin) > 1`,
    ),
  ).toEqual([])
})
