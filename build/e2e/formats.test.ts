import { cp, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { DuckDBInstance } from '@duckdb/node-api'
import { type BookType, utils, write } from '@e965/xlsx'
import { zipSync } from 'fflate'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { Reply } from '../../engine/contract.ts'
import { type BrowserHost, openBrowserEngine, openNodeEngine } from '../browser/hosts.ts'
import { ROOT } from '../launch.mjs'
import { csvRows } from './extract-reader.ts'

const COUNTY = join(ROOT, 'sample-data/county')
const EXTRACT = join(COUNTY, 'C01平湖市民政局/C0102_最低生活保障金发放明细_202411.csv')
const NAME = 'C0102_最低生活保障金发放明细'
const OPEN = { pack: 'pinghu', asOf: '2025-05-18', previous: null }

let folder: string
let chromium: BrowserHost

const value = <T>(reply: Reply<T>): T => {
  if (!reply.ok) throw new Error(`${reply.code}: ${reply.message}`)
  return reply.value
}

/** The same list in every form it may be delivered in. */
const writeForms = async (rows: readonly (readonly string[])[]): Promise<void> => {
  const book = utils.book_new()
  utils.book_append_sheet(book, utils.aoa_to_sheet(rows.map((row) => [...row])), 'Sheet1')
  const workbook = (bookType: BookType): Uint8Array => new Uint8Array(write(book, { type: 'array', bookType }))
  const cells = (row: readonly string[]): string =>
    row.map((text) => `<td>${text.replaceAll('&', '&amp;').replaceAll('<', '&lt;')}</td>`).join('')
  const csv = rows.map((row) => row.map((text) => `"${text.replaceAll('"', '""')}"`).join(',')).join('\n')
  const forms: Record<string, Uint8Array | string> = {
    'a.csv': csv,
    'b.xls': workbook('biff8'),
    'c.ods': workbook('ods'),
    'd.xlsx': workbook('xlsx'),
    'e.xls': `<html><table>${rows.map((row) => `<tr>${cells(row)}</tr>`).join('')}</table></html>`,
    'f.zip': zipSync({ [`${NAME}.et`]: workbook('biff8') }),
  }
  for (const [form, content] of Object.entries(forms)) await writeFile(join(folder, `${NAME}_${form}`), content)
  const [from, to] = [join(folder, `${NAME}_a.csv`), join(folder, `${NAME}_g.parquet`)]
  const connection = await (await DuckDBInstance.create(':memory:')).connect()
  await connection.run(
    `COPY (FROM read_csv('${from}', all_varchar = true, header = true)) TO '${to}' (FORMAT parquet, COMPRESSION zstd)`,
  )
}

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'jpf-formats-'))
  const all = [...csvRows((await readFile(EXTRACT, 'utf8')).replace(/^\uFEFF/, '')).values()]
  const heading = all.findIndex((row) => row.includes('领款人公民身份号码'))
  await cp(join(COUNTY, 'P01省公安厅'), join(folder, 'P01省公安厅'), { recursive: true })
  await writeForms(all.slice(heading).filter((row) => row.some((cell) => cell !== '')))
  chromium = await openBrowserEngine()
}, 300_000)

afterAll(async () => {
  await chromium?.close()
  await rm(folder, { recursive: true, force: true })
})

test('one list says the same in every form, in Node and in the page under its policy', async () => {
  const node = openNodeEngine()
  const here = value((await node.call('open', OPEN, { folder })).reply)
  const there = value((await chromium.call('open', OPEN, { folder })).reply)
  await node.close()
  expect(there.files).toEqual(here.files)
  expect(there.findings).toEqual(here.findings)
  const forms = here.files.filter(({ path }) => path.includes(NAME))
  expect(forms.map(({ encoding }) => encoding)).toEqual(['utf-8', 'xls', 'ods', 'xlsx', 'html', 'xls', 'parquet'])
  const [first] = forms
  const known = (first?.loaded ?? 0) + (first?.repeated ?? 0)
  expect(known).toBeGreaterThan(10)
  for (const { category, rowsIn, loaded, repeated, refused, problem } of forms) {
    const said = { category, rowsIn, known: loaded + repeated, refused, problem }
    expect(said).toEqual({ category: 'C0102', rowsIn: first?.rowsIn, known, refused: first?.refused, problem: '' })
  }
  expect(chromium.complaints).toEqual([])
  expect(chromium.outside).toEqual([])
}, 300_000)
