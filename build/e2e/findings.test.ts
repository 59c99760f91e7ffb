import { afterAll, beforeAll, expect, test } from 'vitest'
import { MENDING_HEADINGS } from '../../engine/catalogue/mending.ts'
import type { Findings, Reply, SourceFile } from '../../engine/contract.ts'
import { builtinPack } from '../../engine/packs/index.ts'
import { sql } from '../../engine/sql/tag.ts'
import { idCheck } from '../../sample-data/facts/identity.ts'
import { type NodeHost, openNodeEngine } from '../browser/hosts.ts'

const pack = builtinPack('pinghu')
let engine: NodeHost
const value = <T>(reply: Reply<T>): T => {
  if (!reply.ok) throw new Error(`${reply.code}: ${reply.message}`)
  return reply.value
}
const findings = async (filter = {}, plain = false): Promise<Findings> =>
  value((await engine.call('findings', { filter, from: 0, to: 500, plain })).reply)

const file = (path: string, text: string): SourceFile => {
  const bytes = new TextEncoder().encode(text)
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
const REGISTER = 'P01省公安厅/P0102_户口家庭成员关系信息_202505.csv'
const register = [
  '户号,公民身份号码,姓名,与户主关系,更新时间',
  `1,${person(1)},张三丰,01,2025-05-01 10:00:00`,
  `1,${person(2)},李四光,亲家,2025-05-01 10:00:00`,
  `1,,王五,10,2025-05-01 10:00:00`,
  `2,3.30482E+17,=赵六,01,2025-05-01 10:00:00`,
].join('\n')

beforeAll(async () => {
  engine = openNodeEngine()
  const files = [file(REGISTER, `${register}\n`), file('备忘.txt', '今天\n走访\n')]
  value((await engine.call('open', { pack: 'pinghu', asOf: '2025-05-18', previous: null }, { files })).reply)
})
afterAll(() => engine.close())

test('tells findings by department, category and rule, and shows a page of them masked', async () => {
  const all = await findings()
  const told = all.tally.map(({ department, category, rule, severity, findings: n, rows }) => [
    department.code,
    category.code,
    rule.code,
    severity,
    n,
    rows,
  ])
  expect(told.slice(0, 3)).toEqual([
    ['P01', 'P0102', 'id_scientific', 'error', 1, 1],
    ['P01', 'P0102', 'required', 'error', 1, 1],
    ['P01', 'P0102', 'code_unknown', 'warning', 1, 1],
  ])
  expect(told.at(-1)).toEqual(['', '', 'unknown_file', 'warning', 1, 0])
  expect(all.total).toBe(all.rows.length)
  expect(all.rows.find(({ rule }) => rule.code === 'code_unknown')).toMatchObject({
    file: REGISTER,
    row: 3,
    column: '与户主关系',
    text: '亲家',
    rule: { name: '代码不在代码表' },
  })
  const errors = await findings({ severity: 'error', category: 'P0102' })
  expect([errors.total, errors.tally.length]).toEqual([2, 2])
  expect((await findings({ department: '' })).rows.map(({ file: path }) => path)).toEqual(['备忘.txt'])
  expect((await findings({ department: 'C01' })).total).toBe(0)
})

const exported = async (format: 'csv' | 'xlsx', plain: boolean, filter = {}) => {
  const { reply, pieces } = await engine.call('exportFindings', { filter, format, plain })
  return { ...value(reply), data: Buffer.concat(pieces) }
}

test('rows to be mended go out with their cells, masked unless asked plainly, and run in no spreadsheet', async () => {
  const filter = { category: 'P0102' }
  const masked = (await exported('csv', false, filter)).data.toString('utf8')
  const plain = (await exported('csv', true, filter)).data.toString('utf8')
  const [heading = '', ...lines] = plain.replace('\uFEFF', '').trim().split('\n')
  expect(heading).toBe([...MENDING_HEADINGS, ...(pack.category('P0102')?.columns.map(({ title }) => title) ?? [])].join(','))
  expect(lines.map((line) => line.split(',')[2])).toEqual(['3', '4', '5'])
  expect(plain).toContain(person(2))
  expect(plain).toContain("'=赵六")
  for (const secret of [person(2), '李四光', '=赵六']) expect(masked).not.toContain(secret)
  expect(masked).toContain('李**')
  const book = await exported('xlsx', true)
  expect(book.name).toMatch(/^待更正_全部部门_\d+行_2025-05-18(_合成数据)?\.xlsx$/)
  expect((await engine.call('exportFindings', { filter: { rule: 'ragged' }, format: 'csv', plain: false })).reply).toMatchObject({
    ok: false,
    code: 'not_found',
  })
})

test('a list that was mended in place and sent back leaves nothing to mend', async () => {
  const filter = { category: 'P0102' }
  const list = (await exported('csv', true, filter)).data.toString('utf8')
  const [heading = '', ...lines] = list.trim().split('\n')
  const at = (title: string) => heading.split(',').indexOf(title)
  const mend = (line: string, title: string, text: string) =>
    line
      .split(',')
      .map((cell, index) => (index === at(title) ? text : cell))
      .join(',')
  const [relation = '', blank = '', lost = ''] = lines
  const sent = [
    heading,
    mend(relation, '与户主关系', '配偶'),
    mend(blank, '公民身份号码', person(3)),
    mend(lost, '公民身份号码', person(4)),
  ]
  const mended = `${sent.join('\n')}\n`
  const other = openNodeEngine()
  const files = [file(REGISTER, `${register}\n`), file('回复/P0102_待更正.csv', mended)]
  value((await other.call('open', { pack: 'pinghu', asOf: '2025-05-18', previous: null }, { files })).reply)
  const told = value((await other.call('findings', { filter, from: 0, to: 50, plain: true })).reply)
  expect(told.tally.map(({ rule }) => rule.code)).toEqual(['mended'])
  const names = other.desk.session?.db.rows(sql`SELECT name FROM raw."P0102"`).map(({ name }) => String(name))
  expect(names?.sort()).toEqual(['=赵六', '张三丰', '李四光', '王五'])
  await other.close()
})
