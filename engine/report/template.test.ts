import { describe, expect, test } from 'vitest'
import { asideOf, EXPLANATION, statedHeading } from '../catalogue/aside.ts'
import { Recogniser } from '../catalogue/recognise.ts'
import { rowsOf } from '../extract/canonical.ts'
import { openFile } from '../extract/open.ts'
import type { TextRow } from '../extract/sheet.ts'
import { extract } from '../load/extracts.fixture.ts'
import { builtinPack } from '../packs/index.ts'
import { templateSheets } from './template.ts'
import { workbook } from './workbook.ts'

const pack = builtinPack('pinghu')
const recogniser = new Recogniser(pack)

/** Sheets of a template as the engine's own reader sees them. */
const sheetsOf = async (code: string): Promise<{ name: string; rows: TextRow[] }[]> => {
  const department = pack.departments.find((one) => one.code === code)
  const bytes = Buffer.concat([...workbook(templateSheets(department?.categories ?? [], pack.list))])
  const [opened] = await openFile(extract('template.xlsx', new Uint8Array(bytes)))
  const sheets: { name: string; rows: TextRow[] }[] = []
  for (const sheet of opened?.sheets ?? []) {
    const rows: TextRow[] = []
    for await (const chunk of sheet.chunks({ columns: null, after: 0 })) rows.push(...rowsOf(chunk))
    sheets.push({ name: sheet.name, rows })
  }
  return sheets
}

describe('a template', () => {
  test('comes back as what it was made for, with full confidence, column by column, for every department', async () => {
    for (const { code, categories } of pack.departments) {
      const sheets = await sheetsOf(code)
      expect(sheets.length).toBe(categories.length + 1)
      categories.forEach((category, index) => {
        const { name = '', rows = [] } = sheets[index] ?? {}
        const found = recogniser.recognise('回复.xlsx', name, rows)
        expect(found).toMatchObject({ kind: 'category', category: { code: category.code }, by: 'sheet', confidence: 1 })
        const columns = found.kind === 'category' ? found.heading.columns.map(({ column }) => column.name) : []
        expect(columns).toEqual(category.columns.map(({ name: column }) => column))
      })
    }
  }, 120_000)

  test('counts as not delivered where it is blank, and its explanation as no data', async () => {
    const sheets = await sheetsOf('C13')
    const names = sheets.map(({ name }) => name)
    expect(sheets.map(({ name, rows }) => asideOf(name, names, rows)?.rule)).toEqual([
      ...Array(3).fill('blank_template'),
      'explanation',
    ])
    const filled = [...(sheets[0]?.rows ?? []), { line: 2, cells: ['x'] }]
    expect(asideOf(names[0] ?? '', names, filled)).toBeNull()
    expect(asideOf('P0101', ['P0101'], sheets[0]?.rows ?? [])).toBeNull()
    expect(names.at(-1)).toBe(EXPLANATION)
  })
})

test('no heading of the catalogue, under any of its names, is taken for stated figures', () => {
  for (const { code, columns } of pack.categories) {
    const cells = columns.flatMap(({ name, title, aliases }) => [name, title, ...aliases])
    expect([code, statedHeading([{ line: 1, cells }])]).toEqual([code, null])
  }
  expect(statedHeading([{ line: 1, cells: ['', '类别代码', '总数', '日期'] }])).toMatchObject({
    kind: 'totals',
    subject: 1,
    value: 2,
    date: 3,
  })
  expect(
    statedHeading([
      { line: 1, cells: ['说明'] },
      { line: 2, cells: ['镇（街道）', '指标', '数值'] },
    ]),
  ).toMatchObject({
    at: 1,
    kind: 'measures',
    date: -1,
  })
})
