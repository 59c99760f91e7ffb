import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { County, Profile, Reply } from '../../engine/contract.ts'
import { builtinPack } from '../../engine/packs/index.ts'
import type { Database } from '../../engine/sql/database.ts'
import { sql } from '../../engine/sql/tag.ts'
import { idText } from '../../engine/view/shown.ts'
import { nodeFolder } from '../../main/cli/folder.ts'
import { generateCounty, type SampleResult } from '../../sample-data/generate.ts'
import { type NodeHost, openNodeEngine } from '../browser/hosts.ts'
import { jpf } from './command-line.ts'
import { csvRows, plainRows } from './extract-reader.ts'

const AS_OF = '2025-05-18'
const PACK = 'maoxian'
const pack = builtinPack(PACK)
/** Where aid is paid, and whether only some payments were made. */
const AID: Readonly<Record<string, { judged: boolean }>> = Object.fromEntries(
  ['M0202', 'M0204', 'M0207', 'M1401', 'M1601']
    .map((code) => [code, { judged: true }])
    .concat(['M0103', 'M0206', 'M0702', 'M1001', 'M1002', 'M1201', 'M1301'].map((code) => [code, { judged: false }])),
)

const value = <T>({ reply }: { reply: Reply<T> }): T => {
  if (!reply.ok) throw new Error(`${reply.code}: ${reply.message}`)
  return reply.value
}

const generate = (folder: string, households: number, dirt: number): SampleResult =>
  generateCounty({
    households,
    seed: 1,
    asOf: AS_OF,
    dirt,
    months: 12,
    pack: PACK,
    out: join(folder, 'county'),
    truth: join(folder, 'truth'),
  })

/** `20250501` of a day as any department writes it, months with day 01. */
const dayOf = (text: string): string => {
  if (/^\d{5}$/.test(text)) return new Date((Number(text) - 25_569) * 86_400_000).toISOString().slice(0, 10).replaceAll('-', '')
  if (/^\d{6}$|^\d{8}$/.test(text)) return text.padEnd(8, '01').replace(/^(\d{6})0101$/, '$101')
  const [year = '', month = '', day = '1'] = text.match(/\d+/g) ?? []
  return `${year}${month.padStart(2, '0')}${day.padStart(2, '0')}`
}

const cents = (text: string): number => Math.round(Number(text.replaceAll(',', '')) * 100)

interface Sheet {
  [name: string]: string | number
  path: string
  sheet: string
  encoding: string
  category: string
  header_row: number
}

/** Cents paid in the last twelve months by ID number, added up from the files alone. */
const paidByPerson = async (folder: string, db: Database): Promise<Map<string, number>> => {
  const paid = new Map<string, number>()
  const sheets = db.rows<Sheet>(sql`SELECT path, sheet, encoding, category, header_row FROM source WHERE category IS NOT NULL`)
  for (const { path, sheet, encoding, category, header_row } of sheets) {
    const rule = AID[category]
    const columns = pack.category(category)?.columns ?? []
    if (!rule) continue
    const rows = await plainRows(folder, path, sheet, encoding)
    const headings = rows.get(header_row) ?? []
    const at = (name: string): number =>
      headings.findIndex((heading) => {
        const column = columns.find((one) => one.name === name)
        return column !== undefined && [column.title, ...column.aliases].includes(heading)
      })
    const time = at(pack.category(category)?.time ?? '')
    for (const [row, cells] of rows) {
      const id = cells[at('id_no')] ?? ''
      if (row <= header_row || !/^\d{17}[\dX]$/.test(id)) continue
      const status = rule.judged ? (cells[at('pay_status')] ?? '') : '1'
      const when = dayOf(cells[time] ?? '')
      if (!['1', '4', '发放成功', '补发'].includes(status) || when < '20240501' || when > '20250518') continue
      paid.set(id, (paid.get(id) ?? 0) + cents(cells[at('pay_amount')] ?? ''))
    }
  }
  return paid
}

const householdAid = async (folder: string, db: Database): Promise<Map<string, number>> => {
  const paid = await paidByPerson(folder, db)
  const aid = new Map(db.rows<{ id: string }>(sql`SELECT household_id AS id FROM household`).map(({ id }) => [id, 0]))
  for (const { pk, id } of db.rows<{ pk: bigint; id: string }>(
    sql`SELECT p.pk, h.household_id AS id FROM person p JOIN household h ON h.hid = p.hid`,
  ))
    aid.set(id, (aid.get(id) ?? 0) + (paid.get(idText(String(pk))) ?? 0))
  return aid
}

interface Outcome {
  [name: string]: string | number | null
  id: string
  colour: string
  aid: number | null
}

const outcomes = (db: Database): Outcome[] =>
  db.rows<Outcome>(
    sql`SELECT h.household_id AS id, c.colour, CAST(f.h_aid_12m AS DOUBLE) AS aid FROM household h JOIN raw.colour c ON c.hid = h.hid JOIN hf f ON f.hid = h.hid ORDER BY 1`,
  )

describe('the county of the second region', () => {
  let folder: string
  let sample: SampleResult
  let engine: NodeHost
  let county: County
  const database = (): Database => engine.desk.session?.db as Database
  const planted = async (name: string): Promise<Profile> => {
    const rows = [...csvRows(await readFile(join(folder, 'truth/families.csv'), 'utf8')).values()]
    const id = rows.find(([family]) => family === name)?.[6] ?? ''
    const [found] = database()
      .rows<{ id: string; pk: bigint }>(sql`SELECT h.household_id AS id, p.pk FROM person p JOIN household h ON h.hid = p.hid`)
      .filter(({ pk }) => idText(String(pk)) === id)
    return value(await engine.call('profile', { household: found?.id ?? '', plain: true }))
  }

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'region-'))
    sample = generate(folder, 4370, 0)
    engine = openNodeEngine()
    county = value(await engine.call('open', { pack: PACK, asOf: AS_OF, previous: null }, { folder: join(folder, 'county') }))
  })
  afterAll(async () => {
    await engine.close()
    await rm(folder, { recursive: true })
  })

  test('has the numbers that were reported', () => {
    const [registers] = database().rows(
      sql`SELECT count(*) FILTER (WHERE p_is_dibao) AS dibao, count(*) FILTER (WHERE p_is_tekun) AS tekun FROM pf`,
    )
    expect(registers).toEqual({ dibao: 1294, tekun: 394 })
    expect(Math.abs(sample.rows / 84_958 - 1)).toBeLessThan(0.01)
    expect([...sample.counts].filter(([, rows]) => rows === 0)).toEqual([])
    expect(county.notDelivered).toEqual([])
    expect(county.mark).toBe('合成数据')
    expect(county.unplaced).toBe(0)
  })

  test('is red from the line of aid on and green below, to the cent', async () => {
    const aid = await householdAid(join(folder, 'county'), database())
    const found = outcomes(database())
    expect(found).toHaveLength(sample.households)
    expect(found.filter(({ id, aid: sum }) => sum !== aid.get(id))).toEqual([])
    expect(found.filter(({ id, colour }) => colour !== ((aid.get(id) ?? 0) >= 200_000 ? 'R' : 'G'))).toEqual([])
    expect(new Set(found.map(({ colour }) => colour))).toEqual(new Set(['R', 'G']))
  })

  test('says what its colours mean, and that no points decide them', async () => {
    expect(county.lines).toBeNull()
    expect(county.colours.find(({ code }) => code === 'R')?.meaning).toMatch(/依赖补助.*不表示危险/)
    expect(county.caution).toContain('红码表示依赖补助')
    const { data } = value(
      await engine.call('booklet', { household: outcomes(database())[0]?.id ?? '', purpose: '', printedAt: '', printedBy: '' }),
    )
    expect(data).toContain('不表示危险')
  })

  test('a red family is shown with its list, one a cent short is green', async () => {
    const red = await planted('红码：全年补助超过2000元')
    const list = Object.fromEntries(red.money.map(({ label, value: shown }) => [label, shown]))
    expect(red.colour).toBe('R')
    expect(list).toMatchObject({
      清单类别: '脱贫户',
      耕地地力保护补贴: '410.25 元',
      退耕还林补助: '880.50 元',
      产业帮扶补助: '1,200.00 元',
      '“一卡通”其他补贴': '88.33 元',
      低保金: '0.00 元',
      全年补助合计: '2,579.08 元',
    })
    expect(red.types[0]?.redTriggers).toMatchObject([{ id: 'R.BZ.1', state: 'fired' }])
    expect(red.types[0]?.toNext).toBeNull()
    expect((await planted('红码：恰好2000元')).colour).toBe('R')
    expect((await planted('绿码：差一分到2000元')).colour).toBe('G')
  })

  test.each([
    ['劳动力死亡预警', '劳动力死亡预警'],
    ['医疗高额预警', '医疗高额预警'],
    ['残疾人预警', '残疾人预警'],
    ['红码：恰好2000元', '红码“一人一策”'],
  ])('a family with “%s” is warned', async (family, warning) => {
    const { causes } = await planted(family)
    expect(causes.filter(({ state }) => state === 'fired').map(({ label }) => label)).toEqual([warning])
  })
})

describe('the same county, dirty', () => {
  let folder: string
  let sample: SampleResult
  let engine: NodeHost

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'region-'))
    sample = generate(folder, 300, 0.03)
    engine = openNodeEngine()
  })
  afterAll(async () => {
    await engine.close()
    await rm(folder, { recursive: true })
  })

  const open = async (without: string, previous: Uint8Array | null = null): Promise<Map<string, string>> => {
    const files = (await nodeFolder(join(folder, 'county'))).filter(({ path }) => !path.includes(without))
    value(await engine.call('open', { pack: PACK, asOf: AS_OF, previous }, { files }))
    return new Map(outcomes(engine.desk.session?.db as Database).map(({ id, colour }) => [id, colour]))
  }

  test('every category has rows, every row is accounted for, and what was spoilt is noted', async () => {
    expect([...sample.counts].filter(([, rows]) => rows === 0)).toEqual([])
    await open('合成数据说明')
    const { rows } = engine.desk.session?.record ?? {}
    expect(rows?.rows_in).toBe((rows?.loaded ?? 0) + (rows?.refused ?? 0) + (rows?.repeated ?? 0) + (rows?.footer ?? 0))
    expect((rows?.rows_in ?? 0) - (rows?.footer ?? 0)).toBe(sample.rows)
    const planted = [...csvRows(await readFile(join(folder, 'truth/planted.csv'), 'utf8')).values()].map(([kind]) => kind)
    expect(new Set(planted).size).toBeGreaterThan(10)
    expect(rows?.repeated).toBe(planted.filter((kind) => kind === 'repeat').length)
  })

  test('without one ledger of aid red stays red by what is known, and nobody is green', async () => {
    const before = await open('合成数据说明')
    const after = await open('M1301_', value(await engine.call('identity', {})))
    expect(new Set(after.values())).toEqual(new Set(['R', 'U']))
    const worse = [...after].filter(([id, colour]) => colour === 'R' && before.get(id) !== 'R')
    expect(worse).toEqual([])
  })

  test('the command line samples, runs and explains it', async () => {
    const [county, out] = [join(folder, 'cli'), join(folder, 'out')]
    const sampled = await jpf([
      'sample',
      '--pack',
      PACK,
      '--households',
      '30',
      '--seed',
      '5',
      '--as-of',
      AS_OF,
      '--dirt',
      '0',
      '--out',
      county,
    ])
    expect([sampled.code, sampled.stdout]).toEqual([0, expect.stringMatching(/^合成数据　30 户/)])
    const ran = await jpf(['run', county, '--pack', PACK, '--as-of', AS_OF, '--out', out])
    expect([ran.code, ran.stdout]).toEqual([0, expect.stringContaining('补助依赖')])
    const [heading = [], first = []] = [...csvRows(await readFile(join(out, 'households.csv'), 'utf8')).values()]
    expect(heading).toContain('colour_BZ')
    const explained = await jpf(['explain', '--run', out, '--household', first[0] ?? '', '--json'])
    expect(explained.code).toBe(0)
    expect(explained.stdout).toContain('M1001')
    const unknown = await jpf([
      'sample',
      '--pack',
      'x',
      '--households',
      '1',
      '--seed',
      '1',
      '--as-of',
      AS_OF,
      '--dirt',
      '0',
      '--out',
      county,
    ])
    expect([unknown.code, unknown.stderr]).toEqual([1, expect.stringContaining('没有名为“x”的知识包')])
  })
})
