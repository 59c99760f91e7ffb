import { afterAll, beforeAll, expect, test } from 'vitest'
import { sql } from '../sql/tag.ts'
import { AS_OF, aid, child, deliver, FAMILY, father, kin, labels, mother, openCounty, PACK, person } from './fixture.ts'
import { buildPeople } from './people.ts'

let county: Awaited<ReturnType<typeof openCounty>>
let build: typeof county.build
beforeAll(async () => {
  county = await openCounty()
  build = county.build
})
afterAll(() => county.close())

test('digits of a valid number come first and a register that differs is a conflict; without them sources are asked in order', () => {
  const broken = person('19850101', 11) + 1n
  build({
    KIN: [kin(father, '100', '02'), kin(broken, '100', '10')],
    REG: [
      { id_no: father, birth_date: '1971-01-01', sex: '2' },
      { id_no: broken, birth_date: '2099-01-01', sex: '9' },
    ],
    CITY: [{ id_no: broken, birth_date: '1985-01-02', sex: '2', name: '城市名' }],
  })
  expect(county.one(father)).toMatchObject({ birth: '1970-01-01', sex: '1' })
  expect(county.one(broken)).toMatchObject({ birth: '1985-01-02', sex: '2', name: '城市名', id_valid: false })
  expect(county.conflicts()).toEqual([
    { kind: 'birth', chosen: '1970-01-01', other: '1971-01-01', category: 'REG', src: 0, row: 2 },
    { kind: 'sex', chosen: '1', other: '2', category: 'REG', src: 0, row: 2 },
  ])
})

const tokens = () =>
  Object.fromEntries(
    Object.entries(labels).map(([name, pk]) => [name, `${county.homeOf(pk)?.household_id} ${county.one(pk)?.token}`]),
  )

const keep = () => county.db.run(sql`CREATE OR REPLACE TABLE kept AS SELECT * FROM identity`)

test('tokens stay through assistance, deaths, births and reordering; new ones follow the highest', () => {
  const stranger = kin(person('19900909', 51), '050', '02')
  build({ KIN: [...FAMILY, stranger], AID: FAMILY.map(({ id_no }) => aid(id_no as bigint, 'D1', { head_id_no: father })) })
  const before = tokens()
  expect(new Set(Object.values(before)).size).toBe(4)
  keep()
  build({ KIN: [stranger, ...FAMILY] }, [[father, 'dead', '2025-05-01']], 'kept')
  expect(tokens()).toEqual(before)
  keep()
  const baby = person('20250501', 61)
  build(
    { KIN: [kin(baby, '100', '20'), ...FAMILY.slice(1)], GONE: [{ id_no: father, hh_no: '100' }] },
    [[father, 'dead', '2025-05-01']],
    'kept',
  )
  expect(tokens()).toEqual(before)
  expect(county.one(baby)?.token).toBe('R0000006')
  keep()
  build({ KIN: [kin(baby, '100', '20'), ...FAMILY], AID: [aid(mother, 'D2', { single: true })] }, [], 'kept')
  expect({ ...tokens(), mother: before.mother }).toEqual(before)
  expect(county.homeOf(mother)?.household_id).toBe('H0000003')
  expect(county.db.rows(sql`SELECT kind, count(*) AS n FROM identity GROUP BY kind ORDER BY kind`)).toEqual([
    { kind: 'household', n: 3 },
    { kind: 'person', n: 6 },
  ])
})

test('the number of a household cut in half goes with its head', () => {
  build({ KIN: FAMILY })
  const whole = county.homeOf(father)?.household_id
  keep()
  build({ KIN: FAMILY, AID: [aid(father, 'D1', { head_id_no: father }), aid(child, 'D1')] }, [], 'kept')
  expect(county.homeOf(father)?.household_id).toBe(whole)
  expect(county.homeOf(mother)?.household_id).toBe('H0000002')
})

test('a household absent from a run finds its token again', () => {
  const other = [kin(person('19900909', 51), '050', '02')]
  build({ KIN: [...FAMILY, ...other] })
  const before = tokens()
  keep()
  build({ KIN: other }, [], 'kept')
  keep()
  build({ KIN: [...other, kin(person('19800808', 71), '060', '02'), ...FAMILY] }, [], 'kept')
  expect(tokens()).toEqual(before)
  expect(county.homeOf(person('19800808', 71))?.household_id).toBe('H0000003')
})

test('anchors and numbers follow the salt, not the numbers of persons', () => {
  const crowd = Array.from({ length: 30 }, (_, index) => kin(person('19900101', 300 + index), String(index), '02'))
  build({ KIN: crowd })
  const order = county.db.rows<{ token: string }>(sql`SELECT token FROM person ORDER BY pk`).map(({ token }) => token)
  expect([...order].sort()).not.toEqual(order)
  expect(county.db.rows(sql`SELECT anchor FROM identity WHERE NOT regexp_full_match(anchor, '[0-9a-f]{16}')`)).toEqual([])
  const anchors = county.db.rows(sql`SELECT anchor FROM identity`)
  buildPeople(county.db, PACK, deliver(county.db, { KIN: crowd }), { asOf: AS_OF, salt: 'other', previous: null })
  expect(county.db.rows(sql`SELECT anchor FROM identity`)).not.toEqual(anchors)
})
