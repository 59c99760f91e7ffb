import { strToU8 } from 'fflate'
import { afterAll, expect, test } from 'vitest'
import { type Reply, type SheetLook, type SourceFile, TEMPLATE_FORMAT, type Template } from '../../engine/contract.ts'
import { openNodeEngine } from '../browser/hosts.ts'

const engine = openNodeEngine()
afterAll(() => engine.close())

const value = <T>({ reply }: { reply: Reply<T> }): T => {
  if (!reply.ok) throw new Error(`${reply.code}: ${reply.message}`)
  return reply.value
}

const file = (path: string, text: string): SourceFile => ({
  path,
  size: strToU8(text).byteLength,
  bytes: async () => strToU8(text),
  stream: async function* () {
    yield strToU8(text)
  },
})

const ID = (n: number): string => `3399991960010${String(10_000 + n).slice(1)}1`
const LINES = Array.from({ length: 1_500 }, (_, n) => `${ID(n)},某${n},${n === 0 ? '是的呢' : '发放成功'},${(n + 1) * 12}`)
const LIST = file('报送/新建.csv', `镇里的表,,,\n号码,户主,状况,全年补助\n${LINES.join('\n')}\n合计,,,5\n`)

const inspect = async (
  files: SourceFile[],
  at: { path: string; sheet: string; category: string | null; headingRow: number | null } | null = null,
) => value(await engine.call('inspect', { pack: 'pinghu', templates: [], at }, { files }))

const template = (columns: Record<string, Partial<Template['columns'][number]>>, rest: Partial<Template> = {}): Template => ({
  format: TEMPLATE_FORMAT,
  name: '试',
  department: '',
  category: 'C0110',
  file: null,
  sheet: null,
  encoding: null,
  headingRow: null,
  headings: ['号码', '户主', '状况', '全年补助'],
  columns: Object.entries(columns).map(([heading, one]) => ({
    heading,
    nth: 1,
    column: null,
    unit: null,
    period: null,
    date: null,
    labels: {},
    ...one,
  })),
  ...rest,
})
const preview = async (given: Template, whole: boolean) =>
  value(
    await engine.call(
      'previewMapping',
      { pack: 'pinghu', asOf: '2025-05-18', template: given, path: LIST.path, sheet: '', whole },
      { files: [LIST] },
    ),
  )

test('a file nobody knows is shown with its headings, masked samples and why it is not loaded', async () => {
  const { sheets, catalogue } = await inspect([LIST])
  const [look] = sheets as [SheetLook]
  expect(catalogue).toHaveLength(188)
  expect(look).toMatchObject({ path: LIST.path, taken: '', category: '', headingRow: 2 })
  expect(look.problem).toContain('看不出')
  expect(look.headings.map(({ heading, column }) => [heading, column])).toEqual([
    ['号码', null],
    ['户主', null],
    ['状况', null],
    ['全年补助', null],
  ])
  expect(look.headings[0]?.samples[0]).toBe(`****${ID(0).slice(-4)}`)
  expect(look.headings[1]?.samples[0]).toBe('某*')
  expect(look.headings[3]?.samples).toEqual(['12', '24', '36', '48'])
  expect(JSON.stringify(sheets)).not.toMatch(/\d{17}/)
})

test('a category that a person chose is held against the headings, with what is near and what is missing', async () => {
  const { sheets } = await inspect([LIST], { path: LIST.path, sheet: '', category: 'C0110', headingRow: 2 })
  const [look] = sheets as [SheetLook]
  expect(look.category).toBe('C0110')
  expect(look.columns.find(({ name }) => name === 'monthly_amount')).toMatchObject({ unit: '元/月', period: '月' })
  expect(look.columns.find(({ type }) => type === 'code')?.codes.length).toBeGreaterThan(1)
  expect(look.missing).toContain('公民身份号码')
})

test('the preview types the first rows, counts them, and lists labels without a code', async () => {
  const columns = {
    号码: { column: 'id_no' },
    户主: { column: 'name' },
    状况: { column: 'pay_status' },
    全年补助: { column: 'monthly_amount', period: '年' as const },
  }
  const some = await preview(template(columns), false)
  expect(some).toMatchObject({ problem: '', whole: false, counts: { rowsIn: 1_000, refused: 0 } })
  expect(some.rows).toHaveLength(50)
  const [first, second] = some.rows
  expect(first).toMatchObject({ line: 3, loaded: true })
  expect(first?.cells.map(({ shown }) => shown)).toEqual([`****${ID(0).slice(-4)}`, '某*', '', '1.00'])
  expect(first?.cells[2]).toMatchObject({ text: '是的呢', finding: expect.stringContaining('不在代码表里') })
  expect(second?.cells[3]).toMatchObject({ text: '24', shown: '2.00' })
  expect(some.labels).toEqual([{ column: 'pay_status', label: '是的呢', count: 1 }])

  const whole = await preview(template({ ...columns, 状况: { column: 'pay_status', labels: { 是的呢: '1' } } }), true)
  expect(whole).toMatchObject({ whole: true, labels: [], counts: { rowsIn: 1_501, loaded: 1_500, footer: 1 } })
  expect(whole.rows[0]?.cells[2]?.shown).toMatch(/^1 /)
})

test('a template that lacks what is required, or is wrong, is answered in words', async () => {
  expect((await preview(template({ 户主: { column: 'name' } }), false)).problem).toContain('缺少必需的列：公民身份号码')
  expect((await preview(template({ 户主: { column: 'nobody' } }), false)).problem).toContain('没有字段 nobody')
})

test('an opened county remembers by what each file was taken', async () => {
  const text = JSON.stringify(template({ 号码: { column: 'id_no' }, 户主: { column: 'name' } }))
  const register = file('P0102_x.csv', `户号,公民身份号码,姓名,与户主关系\n1,${ID(0)},某0,户主\n`)
  const county = value(
    await engine.call(
      'open',
      { pack: 'pinghu', asOf: '2025-05-18', previous: null, templates: [{ path: '我的模板', text }] },
      { files: [LIST, register] },
    ),
  )
  expect(county.files.find(({ path }) => path === LIST.path)).toMatchObject({
    category: 'C0110',
    by: 'template',
    template: '我的模板',
    loaded: 1_500,
  })
  expect(county.files.find(({ path }) => path === register.path)).toMatchObject({ category: 'P0102', by: 'file' })
}, 60_000)
