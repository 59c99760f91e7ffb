import { strFromU8, strToU8, unzipSync, zipSync } from 'fflate'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { County, Quality, Reply, SourceFile, Totals } from '../../engine/contract.ts'
import { builtinPack } from '../../engine/packs/index.ts'
import { idCheck } from '../../sample-data/facts/identity.ts'
import { type NodeHost, openNodeEngine } from '../browser/hosts.ts'

const pack = builtinPack('pinghu')
const [town] = pack.regions.towns
const [village] = pack.regions.villages.filter((one) => one.town === town?.code12)

const value = <T>(reply: Reply<T>): T => {
  if (!reply.ok) throw new Error(`${reply.code}: ${reply.message}`)
  return reply.value
}

const file = (path: string, content: string | Uint8Array): SourceFile => {
  const bytes = typeof content === 'string' ? strToU8(content) : content
  return {
    path,
    size: bytes.length,
    bytes: async () => bytes,
    stream: async function* () {
      yield bytes
    },
  }
}

const person = (n: number): string => {
  const digits = `${pack.syntheticPrefix.slice(0, 6)}19600101${String(100 + n)}`
  return digits + idCheck(digits)
}

/** A record of a category as the template wants it: cells under its titles. */
const cells = (code: string, record: Record<string, string>): string[] =>
  (pack.category(code)?.columns ?? []).map(({ name }) => record[name] ?? '')

/** The template that the engine sends, with rows filled in on some of its sheets. */
const filled = (template: Uint8Array, rows: Readonly<Record<string, readonly string[][]>>): Uint8Array => {
  const parts = unzipSync(template)
  const names = [...strFromU8(parts['xl/workbook.xml'] as Uint8Array).matchAll(/<sheet name="([^"]*)"/g)].map(
    (match) => match[1] ?? '',
  )
  names.forEach((name, index) => {
    const path = `xl/worksheets/sheet${index + 1}.xml`
    const added = (rows[name.slice(0, 5)] ?? []).map(
      (row, at) => `<row r="${at + 2}">${row.map((text) => `<c t="inlineStr"><is><t>${text}</t></is></c>`).join('')}</row>`,
    )
    parts[path] = strToU8(strFromU8(parts[path] as Uint8Array).replace('</sheetData>', `${added.join('')}</sheetData>`))
  })
  return zipSync(parts)
}

const register = [
  '户号,公民身份号码,姓名,与户主关系,更新时间',
  ...[1, 2, 3].map((n) => `1,${person(n)},张某${n},${n === 1 ? '户主' : '子'},2025-05-01 10:00:00`),
  `2,${person(4)},李某,户主,2025-05-01 10:00:00`,
].join('\n')

const dibao = (n: number, amount: string): string[] =>
  cells('C0101', {
    assist_hh_no: 'D1',
    id_no: person(n),
    name: `张某${n}`,
    rel_applicant: n === 1 ? '本人' : '子',
    assist_status: '1',
    start_date: '2024-05-01',
    region12: village?.code12 ?? '',
    monthly_amount: amount,
  })

let engine: NodeHost
let county: County
let quality: Quality

const open = async (host: NodeHost, files: readonly SourceFile[]): Promise<County> =>
  value((await host.call('open', { pack: 'pinghu', asOf: '2025-05-18', previous: null }, { files })).reply)

beforeAll(async () => {
  engine = openNodeEngine()
  const base = file('P0102_202505.csv', register)
  await open(engine, [base])
  const { reply, pieces } = await engine.call('exportTemplate', { code: 'C01' })
  expect(value(reply).name).toMatch(/^C01.*_填报模板\.xlsx$/)
  const answer = filled(Buffer.concat(pieces), {
    C0101: [dibao(1, '900'), dibao(2, '450'), dibao(2, '460')],
    C0114: [['本期无数据']],
  })
  county = await open(engine, [
    base,
    file('民政局 2025-05 回复.xlsx', answer),
    file('各部门上报总数.csv', `类别代码,上报总数,日期\nC0101,"1,002",2025-05-10\nC0114,0,\nX9999,3,\n`),
    file('统计报表.csv', `地区,指标,数值,日期\n${town?.name},低保户数,1,2025-04-30\n合计,低保人数,9,2025-04-30\n`),
  ])
  quality = value((await engine.call('quality', {})).reply)
}, 300_000)

afterAll(() => engine.close())

const stateOf = (code: string) => quality.departments.flatMap((one) => one.categories).find((one) => one.code === code)

test('a template that comes back is loaded where it is filled in, and is no word where it is not', async () => {
  const taken = county.files.filter(({ path }) => path.endsWith('回复.xlsx'))
  expect(
    taken.filter(({ category }) => category !== '').map(({ category, loaded, footer }) => [category, loaded, footer]),
  ).toEqual([
    ['C0101', 3, 0],
    ['C0114', 0, 1],
  ])
  expect(stateOf('C0101')).toMatchObject({ rows: 3, to: '2025-05', columns: { missing: [] }, refused: { count: 0 } })
  expect(stateOf('C0114')).toMatchObject({ state: 'empty', rows: 0 })
  expect(stateOf('C0102')).toMatchObject({ state: 'missing', refused: null, age: null, repeated: null })
  const rules = county.findings.map(({ rule, findings }) => [rule, findings])
  expect(rules).toContainEqual(['blank_template', 24])
  expect(rules).toContainEqual(['explanation', 1])
})

test('rows under one key are counted and shown with the row they repeat', async () => {
  expect(stateOf('C0101')?.repeated).toEqual({ count: 1, twice: 1, of: 3 })
  const { total, rows } = value(
    (await engine.call('qualityRows', { category: 'C0101', question: 'repeated', from: 0, to: 10 })).reply,
  )
  expect([total, rows.map(({ row, note, name }) => [row, note.split(' ').at(-1), name])]).toEqual([1, [[4, '3', '张**']]])
  expect(value((await engine.call('qualityRows', { category: 'C0102', question: 'dead', from: 0, to: 10 })).reply).total).toBe(0)
})

const totals = async (host = engine): Promise<Totals> => value((await host.call('totals', {})).reply)

test('totals and reports in the folder are held against what came', async () => {
  const told = await totals()
  expect(told.totals.map(({ category, count, ours, date, source }) => [category, count, ours, date, source])).toEqual([
    ['C0101', 1002, 3, '2025-05-10', '各部门上报总数.csv'],
    ['C0114', 0, 0, '', '各部门上报总数.csv'],
  ])
  expect(
    told.measures.map(({ regionName, measureName, value: stated, ours }) => [regionName, measureName, stated, ours]),
  ).toEqual([
    [town?.name, '低保户数', 1, 1],
    [pack.name, '低保人数', 9, 2],
  ])
})

test('stated totals can be typed in, replaced and taken away, and files say what of them cannot be read', async () => {
  const [own] = [{ category: 'C0101', count: 3, date: '', source: '电话' }]
  const after = value((await engine.call('stateTotals', { totals: [own, { ...own, category: 'C0114', count: null }] })).reply)
  expect(after.totals.map(({ category, count, source }) => [category, count, source])).toEqual([['C0101', 3, '电话']])
  expect((await engine.call('stateTotals', { totals: [{ ...own, count: -1 }] })).reply).toMatchObject({
    ok: false,
    code: 'usage',
  })
  const read = value(
    (
      await engine.call(
        'importTotals',
        {},
        { files: [file('t.csv', '类别名称,总数\n高龄津贴发放信息,12 条\n什么,3\nC0101,三百\n')] },
      )
    ).reply,
  )
  expect([read.read, read.problems.map((problem) => /第 (\d) 行/.exec(problem)?.[1])]).toEqual([1, ['3', '4']])
  expect(read.totals.totals.map(({ category, count }) => [category, count])).toEqual([
    ['C0101', 3],
    ['C0114', 12],
  ])
  expect((await engine.call('importTotals', {}, { files: [file('t.csv', 'a,b\n1,2\n')] })).reply).toMatchObject({
    ok: false,
    code: 'usage',
  })
})

test('a workspace keeps stated totals and answers the same questions without the extracts', async () => {
  const { pieces } = await engine.call('save', { passphrase: 'correct horse', place: '' })
  const other = openNodeEngine()
  value((await other.call('restore', { passphrase: 'correct horse' }, { files: [file('x.jpf', Buffer.concat(pieces))] })).reply)
  expect(await totals(other)).toEqual(await totals())
  const again = value((await other.call('quality', {})).reply)
  expect({ ...again, milliseconds: 0 }).toEqual({ ...quality, milliseconds: 0 })
  for (const category of ['C0101', 'C0102']) {
    expect((await other.call('qualityCategory', { category })).reply).toEqual(
      (await engine.call('qualityCategory', { category })).reply,
    )
    expect((await other.call('blinds', { category })).reply).toEqual((await engine.call('blinds', { category })).reply)
  }
  await other.close()
}, 120_000)

test('the dictionary is that of the pack', async () => {
  const { categories, lists } = value((await engine.call('dictionary', {})).reply)
  expect(categories.map(({ code, columns }) => [code, columns.length])).toEqual(
    pack.categories.map(({ code, columns }) => [code, columns.length]),
  )
  const known = new Set(lists.map(({ code }) => code))
  expect(categories.flatMap(({ columns }) => columns).every(({ list }) => list === '' || known.has(list))).toBe(true)
})
