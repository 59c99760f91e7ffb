import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { readXlsx } from 'hucre'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { ROOT } from '../../launch.mjs'
import { jpf } from '../command-line.ts'
import { csvRows } from '../extract-reader.ts'
import { type App, openApp } from './app.ts'
import { bytesOf, screens } from './pages.ts'
import { tracesOf } from './traces.ts'

const AS_OF = '2025-05-18'
const COUNTY = join(ROOT, 'sample-data/county')

let app: App
let out: string

beforeAll(async () => {
  out = await mkdtemp(join(tmpdir(), 'jpf-journey-'))
  app = await openApp()
  const { code, stderr } = await jpf(['run', COUNTY, '--as-of', AS_OF, '--out', out])
  if (code !== 0) throw new Error(stderr)
}, 300_000)

afterAll(async () => {
  await app.close()
  await app.forget()
  await rm(out, { recursive: true })
})

const tableOf = async (name: string): Promise<Record<string, string>[]> => {
  const [names = [], ...rows] = [...csvRows((await readFile(join(out, name), 'utf8')).replace(/^\uFEFF/, '')).values()]
  return rows.map((row) => Object.fromEntries(row.map((cell, index) => [names[index] ?? '', cell])))
}

test('the whole way of a day: the sample, a family, its booklet, a list, and back in a spreadsheet', async () => {
  const { frame, open, overview, list, household } = screens(app.page)
  await open.sample()

  // The family of 新埭, by the initials of the head's name and its village.
  await frame.go('家庭名单')
  const households = await tableOf('households.csv')
  const planted = households.find(
    (row) => row.region_name?.endsWith('鱼圻塘村') && row.registered === 'dibao' && row.size === '3',
  )
  const token = planted?.household_id ?? ''
  await list.search('lag 鱼圻塘')
  await list.says('1 户')
  await list.rows().filter({ hasText: token }).click()
  await household.head().filter({ hasText: token }).waitFor()

  expect(await app.page.getByText('名单第 1 / 1 户').isVisible()).toBe(true)

  // Why it is what it is, down to the row of the file.
  await household.type('关爱型')
  expect(await household.why().innerText()).toContain('老年人数不低于2')
  await household.type('发展型')
  expect(await household.why().innerText()).toContain('离校未就业')
  await household
    .why()
    .getByRole('button', { name: /离校未就业/ })
    .click()
  await household.evidence().first().waitFor()
  expect(await household.evidence().first().innerText()).toMatch(/第 \d+ 行/)
  await app.page.keyboard.press('Escape')
  const booklet = await bytesOf(await household.print())
  expect(booklet.subarray(0, 5).toString('latin1')).toBe('%PDF-')

  // Red households of one town, as a spreadsheet that another program reads.
  await frame.go('总览')
  await overview.clear()
  await overview.tile('林埭镇')
  await overview.figure(/^[\d,]+ 全部 红/).click()
  const red = households.filter((row) => row.colour === 'R' && row.region_name?.startsWith('林埭镇'))
  await list.says(`${red.length} 户`)
  const download = await list.exportAs('导出 Excel（XLSX）')
  expect(download.suggestedFilename()).toContain('仅林埭镇')
  expect(download.suggestedFilename()).toContain('合成数据')
  const book = await readXlsx(await bytesOf(download))
  const [cover, sheet] = book.sheets
  const [names = [], ...rows] = sheet?.rows ?? []
  const column = (name: string) => rows.map((row) => row[names.indexOf(name)])
  expect(column('家庭编号')).toEqual(red.map((row) => row.household_id))
  expect(column('兜底型得分').map(String)).toEqual(red.map((row) => row.score_DD))
  expect(column('人口').map(String)).toEqual(red.map((row) => row.size))
  expect(JSON.stringify(cover?.rows)).toContain(`仅含林埭镇`)
  expect(JSON.stringify(cover?.rows)).toContain(AS_OF)
}, 300_000)

test('the households are those of the command line, all columns, byte for byte', async () => {
  const { list } = screens(app.page)
  const download = await list.exportAs('导出 households.csv')
  expect((await bytesOf(download)).equals(await readFile(join(out, 'households.csv')))).toBe(true)
}, 60_000)

test('nothing left the origin, nothing was complained of, and no name or number lies on the disk', async () => {
  expect(app.outside).toEqual([])
  expect(app.complaints).toEqual([])
  const register = await readFile(join(COUNTY, 'P01省公安厅', await registerFile()))
  const utf8 = new TextDecoder().decode(register)
  const text = utf8.includes('\uFFFD') ? new TextDecoder('gb18030').decode(register) : utf8
  const [names = [], ...rows] = [...csvRows(text.replace(/^\uFEFF/, '')).values()]
  const needles = rows.slice(5, 8).flatMap((row) => {
    const number = row.find((cell) => /^\d{17}[\dX]$/.test(cell)) ?? ''
    return [number, row[names.findIndex((name) => name.includes('姓名'))] ?? '']
  })
  expect(needles.every((needle) => needle.length > 1)).toBe(true)
  const proof = join(app.profile, 'proof')
  await writeFile(proof, needles.join(' '))
  expect(await tracesOf(app.profile, needles)).toEqual(['proof'])
  await rm(proof)
  expect(await tracesOf(app.data, needles)).toEqual([])
}, 60_000)

const registerFile = async (): Promise<string> => {
  const name = (await readdir(join(COUNTY, 'P01省公安厅'))).find((one) => /^P0103.*\.csv$/.test(one))
  if (!name) throw new Error('the sample has no register as CSV')
  return name
}
