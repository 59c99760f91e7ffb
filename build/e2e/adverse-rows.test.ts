import { describe, expect, test } from 'vitest'
import { adverse as adverseTable, foundText } from '../../engine/report/adverse.ts'
import { tableText } from '../../engine/report/files.ts'
import type { Database, Row } from '../../engine/sql/database.ts'
import { sql } from '../../engine/sql/tag.ts'
import { delivery, idOf, oldIdOf, PACK, register, runOn, wrongIdOf } from './deliveries.ts'

const [ANN, BEN, CAI, EVA, FAN, GUO, HAN] = [1, 2, 3, 4, 5, 6, 7].map((sequence) => idOf('19500101', sequence)) as [
  string,
  string,
  string,
  string,
  string,
  string,
  string,
]
const PASSPORT = 'E12345678'
const WRONG = wrongIdOf(CAI)

const HOMES = { 100: [ANN], 200: [BEN], 300: [WRONG], 400: [EVA], 500: [FAN, GUO], 600: [HAN] }

const dibao = (id: string, rest: object = {}): Record<string, string> => ({
  assist_hh_no: `D${id.slice(-4)}`,
  id_no: id,
  name: '甲',
  assist_status: '1',
  start_date: '2020-01-01',
  ...rest,
})

const LISTED = delivery('C0101', '202505', [
  ...[ANN, BEN, WRONG, PASSPORT, EVA, FAN, HAN].map((id) => dibao(id)),
  dibao(GUO, { assist_hh_no: `D${FAN.slice(-4)}`, rel_applicant: '10' }),
])
const DEATHS = delivery('P0205', '202505', [
  { id_no: ANN, name: '甲', death_date: '2025-01-10' },
  { id_no: oldIdOf(BEN), name: '甲', death_date: '2025-01-11' },
  { id_no: WRONG, name: '甲', death_date: '2025-01-12' },
  { id_no: PASSPORT, name: '甲', death_date: '2025-01-13' },
  { id_no: EVA, name: '甲', death_date: '2025-06-01' },
])

const found = (db: Database, check: string): Row[] =>
  db.rows(sql`SELECT a.*, p.name FROM adverse a JOIN person p ON p.pk = a.pk WHERE a."check" = ${check} ORDER BY a.date, a.id`)
const made = (db: Database, check: string): Row | undefined =>
  db.rows(sql`SELECT * FROM adverse_check WHERE "check" = ${check}`)[0]

describe('what departments say against each other', () => {
  test('raises only what is surely the same person, and nothing that is yet to come', async () => {
    const db = await runOn([register(HOMES), LISTED, DEATHS])
    expect(found(db, 'X101').map(({ date, state, strength, facts }) => ({ date, state, strength, facts }))).toEqual([
      { date: '2025-01-10', state: 'raised', strength: 'strong', facts: 1 },
      { date: '2025-01-11', state: 'weak', strength: 'expanded', facts: 1 },
      { date: '2025-01-12', state: 'weak', strength: 'check_digit', facts: 1 },
      { date: '2025-01-13', state: 'weak', strength: 'other_document', facts: 1 },
    ])
    expect(made(db, 'X101')).toMatchObject({ state: 'partly', owners: 8, uncompared: 0 })
    expect(String(made(db, 'X101')?.reason)).toContain('未收到 P0902')
    expect(made(db, 'X107')).toMatchObject({ state: 'not', owners: 0 })
    expect(made(db, 'X601')).toMatchObject({ state: 'not', reason: expect.stringContaining('未收到 P0104') })
    const text = [...tableText(db, adverseTable(PACK, false))].join('')
    expect(text).toContain('殡葬火化记载 2025-01-10 死亡，低保仍在册')
    expect(text).not.toMatch(/\d{15}/)
  }, 300_000)

  test('takes a payment of a later month, not one of the month itself, and counts the later ones', async () => {
    const pay = (id: string, month: string, status = '1') => ({
      assist_hh_no: 'D',
      id_no: id,
      name: '甲',
      pay_month: month,
      pay_amount: 900,
      pay_status: status,
    })
    const paid = delivery('C0102', '202505', [
      pay(ANN, '2025-01'),
      pay(ANN, '2025-02'),
      pay(ANN, '2025-04'),
      pay(ANN, '2025-05', '2'),
      pay(oldIdOf(BEN), '2025-01'),
    ])
    const db = await runOn([register(HOMES), DEATHS, paid])
    const [one, ...others] = found(db, 'X102')
    expect(others).toEqual([])
    expect(one).toMatchObject({ claims: 2, claim_date: '2025-04', claim_row: 4, fact_row: 2, state: 'raised' })
    expect(foundText(PACK, one as Row, false)).toBe('殡葬火化记载 2025-01-10 死亡，低保金此后仍有 2 笔，最近 2025-04')
  }, 300_000)

  test('holds a member against another member of the household, and old deliveries against nobody', async () => {
    const car = (plate: string, id: string, status: string) => ({
      id_no: id,
      name: '甲',
      plate_no: plate,
      vehicle_type: 'K',
      use_nature: 'A',
      first_reg_date: '2019-03-04',
      vehicle_status: status,
    })
    const cars = delivery('P0104', '202505', [car('A1', GUO, 'A'), car('A2', GUO, 'M'), car('A3', HAN, 'M')])
    const payroll = delivery('C2102', '202405', [{ id_no: HAN, name: '甲', fiscal_org: '单位', hire_date: '2001-07-01' }])
    const db = await runOn([register(HOMES), LISTED, cars, payroll])
    expect(found(db, 'X601').map(({ facts, state, fact_row, claim_row }) => ({ facts, state, fact_row, claim_row }))).toEqual([
      { facts: 1, state: 'raised', fact_row: 2, claim_row: 7 },
    ])
    expect(found(db, 'X401').map(({ state, age }) => ({ state, age }))).toEqual([{ state: 'stale', age: 12 }])
    expect(made(db, 'X401')).toMatchObject({
      state: 'not',
      reason: expect.stringContaining('C2102 财政供养人员信息 数据过期（2024-05）'),
    })
  }, 300_000)

  test('knows of deposits only where somebody looked under an authorisation in force', async () => {
    const asset = (id: string, balance: number, authorised: string) => ({
      check_no: `H${id.slice(-4)}`,
      id_no: id,
      name: '甲',
      bank_name: '银行',
      balance,
      balance_date: authorised,
      auth_date: authorised,
    })
    const verdict = (id: string) => ({
      check_no: `H${id.slice(-4)}`,
      head_id_no: id,
      auth_date: '2023-01-01',
      auth_valid_until: '2023-06-01',
      check_date: '2023-01-10',
      check_asset: 100,
      check_result: '1',
    })
    const asked = [ANN, BEN, HAN]
    const db = await runOn([
      register({ 100: [ANN], 200: [BEN], 600: [HAN], 400: [EVA] }),
      delivery(
        'C0101',
        '202505',
        [...asked, EVA].map((id) => dibao(id)),
      ),
      delivery('C0124', '202505', asked.map(verdict)),
      delivery('P0208', '202505', [
        asset(ANN, 900_000, '2025-04-01'),
        asset(BEN, 900_000, '2023-04-01'),
        asset(HAN, 5000, '2025-04-01'),
      ]),
      delivery(
        'P0209',
        '202505',
        asked.map((id) => ({ ...asset(id, 0, '2025-04-01'), market_value: 0 })),
      ),
      delivery(
        'P0210',
        '202505',
        asked.map((id) => ({
          check_no: 'H',
          id_no: id,
          name: '甲',
          insurer: '保险',
          ins_product: '险',
          cash_value: 0,
          policy_status: '1',
          auth_date: '2025-04-01',
        })),
      ),
    ])
    expect(found(db, 'X608').map(({ state, fact_category }) => ({ state, fact_category }))).toEqual([
      { state: 'raised', fact_category: 'P0208' },
    ])
    expect(made(db, 'X608')).toMatchObject({ state: 'partly', owners: 4, uncompared: 2 })
  }, 300_000)

  test('sets what two departments register beside each other, and the same said again is the same evidence', async () => {
    const person = (sex: string, name: string) => ({
      id_no: ANN,
      name,
      sex,
      birth_date: '1950-01-01',
      hh_no: '100',
      rel_head: '02',
    })
    const state = async (name: string, month: string): Promise<Row[]> => {
      const files = [
        register({ 100: [ANN] }),
        delivery('P0101', month, [person('2', '王芳')]),
        delivery('C0201', month, [person('1', name)]),
      ]
      return (await runOn(files)).rows(sql`SELECT * FROM adverse ORDER BY id`)
    }
    const [sex, ...others] = await state('王 芳', '202505')
    expect(others).toEqual([])
    expect(foundText(PACK, sex as Row, false)).toBe('省户籍为“女性”，市户籍为“男性”')
    const again = await state('王方', '202504')
    expect(again.map(({ check }) => check)).toEqual(['X701', 'X703'])
    expect(again[0]?.evidence).toBe(sex?.evidence)
    expect(foundText(PACK, again[1] as Row, false)).not.toContain('王')
  }, 300_000)
})
