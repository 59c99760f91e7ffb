import { cp, mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { ROOT } from '../../launch.mjs'
import { type App, openApp } from './app.ts'
import { seriousOf, withAxe } from './axe.ts'
import { screens } from './pages.ts'

const COUNTY = join(ROOT, 'sample-data/county')
const BASE: readonly (readonly [string, RegExp])[] = [
  ['P01省公安厅', /^P010[123]_/],
  ['C01平湖市民政局', /^C010[19]_/],
]

let app: App
let folder: string
let figures: string[]
let totals: string

const place = (...names: string[]): string => join(folder, ...names)

/** A folder with one file in it. */
const delivery = async (name: string, file: string, content: string): Promise<string> => {
  await mkdir(place(name), { recursive: true })
  await writeFile(place(name, file), content)
  return place(name)
}

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'jpf-delivery-'))
  for (const [department, wanted] of BASE) {
    for (const name of (await readdir(join(COUNTY, department))).filter((one) => wanted.test(one)))
      await cp(join(COUNTY, department, name), place('base', department, name))
  }
  app = await openApp()
  await withAxe(app.page)
  await app.page.reload()
  const { open, overview, frame } = screens(app.page)
  await open.asOf('2025-05-18')
  await open.folder(place('base'))
  await open.opened()
  totals = await open.totals()
  await frame.go('总览')
  figures = await overview.figures()
  await frame.go('打开数据')
}, 300_000)

afterAll(async () => {
  await app.close()
  await app.forget()
  await rm(folder, { recursive: true })
})

const expectAsBefore = async (): Promise<void> => {
  const { open, overview, frame } = screens(app.page)
  await frame.go('打开数据')
  expect(await open.totals()).toBe(totals)
  await frame.go('总览')
  expect(await overview.figures()).toEqual(figures)
  await frame.go('打开数据')
}

/** The list of minimum-income families. */
const families = async (): Promise<{ name: string; heading: string; lines: string[] }> => {
  const [name = ''] = (await readdir(place('base', 'C01平湖市民政局'))).filter((one) => one.startsWith('C0101_'))
  const text = new TextDecoder('gb18030').decode(await readFile(place('base', 'C01平湖市民政局', name)))
  const [heading = '', ...lines] = text.trim().split(/\r?\n/)
  return { name, heading, lines }
}

const half = async (): Promise<string> => {
  const { name, heading, lines } = await families()
  return delivery('half', name, [heading, ...lines.slice(0, lines.length >> 1), ''].join('\n'))
}

test('the same files once more change nothing, and that is said', async () => {
  await screens(app.page).open.add(place('base'))
  await app.page.getByText(/这 \d+ 个文件都已经装载过，没有改变任何数据/).waitFor({ timeout: 60_000 })
  await expectAsBefore()
}, 120_000)

test('half of the rows stops for a person, who can leave everything as it was', async () => {
  const { open, review } = screens(app.page)
  await open.add(await half())
  await review.shown()
  expect(await review.panel().innerText()).toMatch(/这次交来 \d+ 行，上次是 \d+ 行，可能没有交全/)
  expect(await review.confirm().isDisabled()).toBe(true)
  expect(await seriousOf(app.page)).toEqual([])
  await review.drop()
  await review.gone()
  await expectAsBefore()
}, 180_000)

test('a person who has checked it may load it all the same, and take it back', async () => {
  const { open, review } = screens(app.page)
  await open.add(place('half'))
  await review.shown()
  await review.checked()
  await review.confirm().click()
  await review.gone()
  expect(await open.totals()).not.toBe(totals)
  await review.undo()
  await expectAsBefore()
}, 300_000)

/** A list of people of the register, with headings nobody knows. */
const strange = async (): Promise<string> => {
  const { lines } = await families()
  const rows = lines
    .slice(0, 50)
    .map((line, n) => `${line.split(',')[2]},某${n},${n === 0 ? '照发的' : '发放成功'},${(n + 1) * 12}`)
  return delivery('strange', '新建.csv', `号码,户主,状况,全年补助\n${rows.join('\n')}\n`)
}

test('a file nobody knows is mapped once, loaded, and known from then on', async () => {
  const { open, review, mapping } = screens(app.page)
  await open.add(await strange())
  await review.shown()
  await review.confirm().click()
  await review.gone()
  await mapping.open('第2批/strange/新建.csv')
  await mapping.shown()
  await mapping.category('C0110')
  await mapping.column('号码', '公民身份号码')
  await mapping.column('户主', '姓名')
  await mapping.column('状况', '发放状态')
  await mapping.column('全年补助', '月救助金额')
  await mapping.period('月救助金额', '每年')
  await mapping.counts().filter({ hasText: '全表' }).waitFor({ timeout: 60_000 })
  expect(await mapping.counts().innerText()).toContain('可载入 50')
  expect(await mapping.rows().nth(1).innerText()).toMatch(/2\.00/)
  await mapping.code('照发的', '1')
  await app.page.locator('.mapping-rows').filter({ hasNotText: '照发的' }).waitFor({ timeout: 60_000 })
  expect(await seriousOf(app.page)).toEqual([])
  expect(await app.page.locator('.mapping').innerText()).not.toMatch(/\d{17}/)
  await mapping.save()
  await app.page.locator('.work').waitFor()
  await app.page.locator('.work').waitFor({ state: 'detached', timeout: 120_000 })
  const row = app.page.getByRole('row').filter({ hasText: '新建.csv' })
  await row.filter({ hasText: 'C0110' }).waitFor()
  expect(await row.innerText()).toMatch(/按模板[\s\S]*\b50\b/)
  expect(await readFile(join(app.data, 'templates.json'), 'utf8')).toContain('全年补助')
}, 300_000)

test('nothing left the origin and nothing was complained of', () => {
  expect(app.outside).toEqual([])
  expect(app.complaints).toEqual([])
})
