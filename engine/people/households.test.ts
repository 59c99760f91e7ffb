import { afterAll, beforeAll, expect, test } from 'vitest'
import { sql } from '../sql/tag.ts'
import { AS_OF, aid, child, FAMILY, father, grandma, kin, type Line, labels, mother, openCounty, person } from './fixture.ts'

let county: Awaited<ReturnType<typeof openCounty>>
let build: typeof county.build
beforeAll(async () => {
  county = await openCounty()
  build = county.build
})
afterAll(() => county.close())

test('a dibao file in force takes its members out; one person alone leaves the others in the registered household', () => {
  build({
    KIN: FAMILY,
    AID: [aid(mother, 'D1', { rel: '01', head_id_no: mother }), aid(child, 'D1', { rel: '20', head_id_no: mother })],
  })
  expect(county.homes(labels)).toEqual(['child mother', 'father grandma'])
  expect(county.homeOf(child)).toMatchObject({ base: 'assist', size: 2 })
  expect(county.one(child)?.relation).toBe('20')
  build({ KIN: FAMILY, AID: [aid(child, 'D1', { single: true, head_id_no: father })] })
  expect(county.homes(labels)).toEqual(['child', 'father grandma mother'])
  expect(county.headOf(child)).toBe(String(child))
  build({ KIN: FAMILY, AID: [aid(child, 'D1', { single: true }), aid(father, 'D1', { single: true })] })
  expect(county.homes(labels)).toEqual(['child', 'father', 'grandma mother'])
})

test.each([
  ['suspended', { status: '3' }],
  ['of unknown status', { status: null }],
  ['ended before as-of', { stop: '2025-05-17' }],
  ['starting after as-of', { start: '2025-05-19' }],
])('a file %s changes nothing', (_, more) => {
  build({ KIN: FAMILY, AID: [aid(mother, 'D1', more)] })
  expect(county.homes(labels)).toEqual(['child father grandma mother'])
})

test('a file ends on its last day, or after the months the pack gives it', () => {
  build({ KIN: FAMILY, AID: [aid(mother, 'D1', { stop: AS_OF })] })
  expect(county.homes(labels)).toEqual(['child father grandma', 'mother'])
  build({ KIN: FAMILY, EDGE: [aid(mother, 'E1', { start: '2024-05-18' })] })
  expect(county.homes(labels)).toEqual(['child father grandma', 'mother'])
  build({ KIN: FAMILY, EDGE: [aid(mother, 'E1', { start: '2024-05-17' })] })
  expect(county.homes(labels)).toEqual(['child father grandma mother'])
})

test('two files in force: the first ledger of the pack, then the newest update, then the smaller number; the other is a conflict', () => {
  build({ KIN: FAMILY, CARE: [aid(grandma, 'T1')], AID: [aid(grandma, 'D1', { upd: '2025-05-01' }), aid(mother, 'D1')] })
  expect(county.homes(labels)).toEqual(['child father', 'grandma', 'mother'])
  expect(county.conflicts()).toEqual([{ kind: 'assistance', chosen: 'T1', other: 'D1', category: 'AID', src: 1, row: 2 }])
  build({
    KIN: FAMILY,
    AID: [aid(grandma, 'D1', { upd: '2025-01-01' }), aid(grandma, 'D2', { upd: '2025-02-01' }), aid(mother, 'D2')],
  })
  expect(county.homes(labels)).toEqual(['child father', 'grandma mother'])
  build({ KIN: FAMILY, AID: [aid(grandma, 'D2'), aid(grandma, 'D1'), aid(mother, 'D2')] })
  expect(county.homes(labels)).toEqual(['child father', 'grandma', 'mother'])
  expect(county.conflicts()).toEqual([{ kind: 'assistance', chosen: 'D1', other: 'D2', category: 'AID', src: 1, row: 2 }])
})

test('two ledgers of one assistance that name different persons are a conflict, within the county', () => {
  const wide = (pk: bigint, more: Line = {}): Line => ({
    id_no: pk,
    name: '',
    status: '1',
    start: '2024-01-01',
    stop: null,
    place: '990001',
    ...more,
  })
  build({
    KIN: FAMILY,
    AID: [aid(grandma, 'D1'), aid(mother, 'D2')],
    WIDE: [wide(grandma), wide(father), wide(child, { place: '990002' }), wide(child, { stop: '2025-01-01' })],
  })
  expect(county.conflicts()).toEqual([
    { kind: 'registered', chosen: '0', other: '1', category: 'WIDE', src: 2, row: 3 },
    { kind: 'registered', chosen: '1', other: '0', category: 'AID', src: 1, row: 3 },
  ])
  build({ KIN: FAMILY, AID: [aid(grandma, 'D1')] })
  expect(county.conflicts()).toEqual([])
})

test('a person in two registered households is kept once: newest update, then smaller number', () => {
  const twice = [...FAMILY, kin(person('19990909', 9), '200', '02'), kin(child, '200', '40', { upd: '2025-01-01' })]
  build({ KIN: twice })
  expect(county.homes({ ...labels, other: person('19990909', 9) })).toEqual(['child other', 'father grandma mother'])
  expect(county.conflicts()).toEqual([{ kind: 'household', chosen: '200', other: '100', category: 'KIN', src: 0, row: 4 }])
  build({ KIN: twice.map((row) => ({ ...row, upd: null })) })
  expect(county.homes({ ...labels, other: person('19990909', 9) })).toEqual(['child father grandma mother', 'other'])
  expect(county.db.rows(sql`SELECT count(*) AS n FROM person`)).toEqual([{ n: 5 }])
})

test('without a head the oldest adult is head, with a finding', () => {
  const summary = build({ KIN: FAMILY.slice(1).map((row) => ({ ...row, head_id_no: null })) })
  expect(county.headOf(child)).toBe(String(grandma))
  expect(county.findings()).toEqual([{ rule: 'no_head', src: 0, row: 4, category: 'KIN' }])
  expect(summary.headless).toBe(1)
})

test('a head stated only by another row is head; of two stated heads the elder', () => {
  build({ KIN: FAMILY.map((row) => ({ ...row, rel: '99', head_id_no: row.id_no === child ? mother : null })) })
  expect(county.headOf(child)).toBe(String(mother))
  build({ KIN: FAMILY.map((row) => ({ ...row, head_id_no: row.id_no === child ? mother : father })) })
  expect(county.headOf(child)).toBe(String(father))
})

test('of two heads by relation code the elder is head; one without a birth date comes last', () => {
  const foreign = -9n
  const rows = (...heads: bigint[]) => [...heads, child].map((pk) => kin(pk, '100', pk === child ? '20' : '02'))
  build({ KIN: rows(mother, grandma, foreign) })
  expect(county.headOf(child)).toBe(String(grandma))
  build({ KIN: rows(foreign) })
  expect(county.headOf(child)).toBe(String(foreign))
})

test('children alone are a household that says so', () => {
  const sister = person('20121212', 5)
  const summary = build({ KIN: [kin(child, '100', '20'), kin(sister, '100', '30')] })
  expect(county.headOf(sister)).toBe(String(child))
  expect(summary.headless).toBe(1)
  expect(county.db.rows(sql`SELECT message FROM finding`)).toEqual([
    { message: '户内没有登记户主，也没有已知的成年人，暂以年龄最大者为户主，请核实监护情况' },
  ])
})

test('of equal claims the smaller number counts, not the one that sorts first', () => {
  build({ KIN: [kin(child, '10', '20'), kin(father, '10', '02'), kin(child, '9', '20'), kin(mother, '9', '02')] })
  expect(county.homes(labels)).toEqual(['child mother', 'father'])
})

test('a collective hukou is no household: by its mark or by its size', () => {
  const crowd = Array.from({ length: 6 }, (_, index) => kin(person('19900101', 100 + index), '900', '99'))
  const summary = build({
    KIN: [...FAMILY, ...crowd],
    REG: FAMILY.slice(0, 2).map((row) => ({ id_no: row.id_no as bigint, hh_no: '100', addr: '东路1号' })),
  })
  expect(summary).toMatchObject({ households: 7, bases: { hukou: 1, single: 6 }, collectives: 1, origins: { register: 10 } })
  build({
    KIN: FAMILY,
    REG: FAMILY.map((row, index) => ({
      id_no: row.id_no as bigint,
      hh_no: '100',
      addr: index < 2 ? '人才市场集体户' : '东路1号',
    })),
  })
  expect(county.homes(labels)).toEqual(['child', 'father', 'grandma', 'mother'])
  build({
    KIN: FAMILY,
    REG: FAMILY.map((row, index) => ({ id_no: row.id_no as bigint, hh_no: '100', addr: index < 1 ? '集体户' : '东路1号' })),
  })
  expect(county.homes(labels)).toEqual(['child father grandma mother'])
})

test('migrants live by address and householder where both are stated, else alone, and are marked', () => {
  const [a, b, c] = [person('19850101', 11, '340000'), person('19860101', 12, '340000'), person('19870101', 13, '340000')]
  const summary = build({
    KIN: FAMILY,
    NEWCOMER: [
      { id_no: a, addr: '西路2号', landlord: '李四', name: '甲', region12: '990001102201' },
      { id_no: b, addr: '西路2号', landlord: '李四', name: '乙' },
      { id_no: c, addr: '西路2号', name: '丙' },
      { id_no: father, addr: '西路2号', landlord: '李四' },
    ],
  })
  expect(county.homes({ ...labels, a, b, c })).toEqual(['a b', 'c', 'child father grandma mother'])
  expect(summary).toMatchObject({ bases: { hukou: 1, migrant: 2 }, origins: { register: 4, migrant: 3 } })
  expect(county.homeOf(b)).toMatchObject({ region_name: '西镇/三村' })
})

test('persons found only in lists are kept, by the number of the list or alone', () => {
  const passport = -77n
  const broken = person('19850101', 11) + 1n
  const [x, y] = [person('19800101', 21), person('20120101', 22)]
  const summary = build({
    KIN: FAMILY,
    POOR: [
      { id_no: x, file: 'P1', head_id_no: x, name: '甲' },
      { id_no: y, file: 'P1', head_id_no: x, rel: '20' },
    ],
    CLINIC: [
      { id_no: passport, name: 'SMITH' },
      { id_no: broken, name: '乙' },
      { id_no: y, name: '丁' },
      { id_no: null, name: '无号' },
    ],
    METER: [{ id_no: y, kwh: 1 }],
  })
  expect(county.homes({ ...labels, x, y, passport, broken })).toEqual([
    'broken',
    'child father grandma mother',
    'passport',
    'x y',
  ])
  expect(summary).toMatchObject({ origins: { list: 4, register: 4 }, bases: { hukou: 1, list: 1, single: 2 }, invalidNumbers: 2 })
  expect(county.one(passport)).toMatchObject({
    id_valid: false,
    name: 'SMITH',
    birth: null,
    sex: null,
    source_category: 'CLINIC',
    source_row: 2,
  })
  expect(county.one(y)).toMatchObject({ name: '丁', relation: '20', source_category: 'POOR' })
  expect(county.one(broken)).toMatchObject({ id_valid: false })
})

test('the dead, moved and imprisoned keep their last household and state; a household without members is dissolved', () => {
  const summary = build({ KIN: [...FAMILY, kin(person('19400101', 31), '300', '02')] }, [
    [father, 'moved', '2020-01-01'],
    [father, 'dead', '2023-05-18'],
    [father, 'dead', '2023-06-01'],
    [grandma, 'imprisoned', null],
    [person('19400101', 31), 'dead', '2023-05-17'],
    [person('19010101', 1), 'dead', '2023-05-17'],
  ])
  expect(county.homes({ ...labels, lone: person('19400101', 31) })).toEqual(['-father -grandma child mother', '-lone'])
  expect(county.one(father)).toMatchObject({ member: false, state: 'dead', state_date: '2023-05-18', recent: true })
  expect(county.one(grandma)).toMatchObject({ member: false, state: 'imprisoned', state_date: null, recent: false })
  expect(county.one(person('19400101', 31))).toMatchObject({ recent: false, hid: 1 })
  expect(county.homeOf(child)).toMatchObject({ hid: 0, size: 2 })
  expect(county.headOf(child)).toBe(String(mother))
  expect(county.findings()).toEqual([{ rule: 'no_head', src: 0, row: 3, category: 'KIN' }])
  expect(county.db.rows(sql`SELECT hid, size, base FROM dissolved`)).toEqual([{ hid: 1, size: 0, base: 'hukou' }])
  expect(summary).toMatchObject({ households: 1, dissolved: 1, absent: { dead: 2, imprisoned: 1 } })
})

test('who is struck from the registers stays with the household of the cancellation', () => {
  build({ KIN: FAMILY.slice(1), GONE: [{ id_no: father, hh_no: '100', name: '张三', date: '2025-01-01' }] }, [
    [father, 'dead', '2025-01-01'],
  ])
  expect(county.homes(labels)).toEqual(['-father child grandma mother'])
  expect(county.one(father)).toMatchObject({ origin: 'register', recent: true, name: '张三' })
})

test('registers stand in for one another', () => {
  const rows = FAMILY.map(({ id_no, hh_no, rel }) => ({ id_no, hh_no, rel }) as Line)
  build({ CITY: rows })
  expect(county.homes(labels)).toEqual(['child father grandma mother'])
  expect(county.headOf(child)).toBe(String(father))
  build({ REG: rows })
  expect(county.homes(labels)).toEqual(['child father grandma mother'])
  build({ KIN: FAMILY.slice(0, 3), REG: rows })
  expect(county.homes(labels)).toEqual(['child father grandma mother'])
})
