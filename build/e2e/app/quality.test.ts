import { readXlsx } from 'hucre'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { builtinPack } from '../../../engine/packs/index.ts'
import { type App, openApp } from './app.ts'
import { seriousOf, withAxe } from './axe.ts'
import { bytesOf, screens } from './pages.ts'

const pack = builtinPack('pinghu')

let app: App

beforeAll(async () => {
  app = await openApp()
  await withAxe(app.page)
  await app.page.reload()
  const { frame, open, quality } = screens(app.page)
  await open.sample()
  await frame.go('数据质量')
  await quality.tiles().first().waitFor({ timeout: 60_000 })
}, 300_000)

afterAll(async () => {
  await app.close()
  await app.forget()
})

/** What is wrong with the page as it stands: axe's findings and anything wider than the window, at both sizes. */
const complaints = async (): Promise<string[]> => {
  const found: string[] = []
  for (const size of [
    { width: 1920, height: 1080 },
    { width: 1366, height: 768 },
  ]) {
    await app.page.setViewportSize(size)
    const wide = await app.page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth)
    if (wide > 0) found.push(`${size.width}: ${wide} pixels too wide`)
    found.push(...(await seriousOf(app.page)))
  }
  return found
}

test('every category is a tile; a figure says what it means; the arrows walk the tiles', async () => {
  const { quality } = screens(app.page)
  expect(await quality.tiles().count()).toBe(pack.categories.length)
  await quality.figure(/^重复率/).click()
  await app.page.getByText('整行相同而合并的').waitFor()
  expect(await app.page.getByRole('columnheader', { name: '重复' }).getAttribute('aria-sort')).toBe('descending')
  await quality.tile('C0101').focus()
  await app.page.keyboard.press('ArrowRight')
  expect(await app.page.evaluate(() => (document.activeElement as HTMLElement).dataset.code)).toBe('C0102')
  const visible = await app.page.evaluate(() => {
    const box = document.querySelector('.department-matrix')
    return box !== null && box.scrollHeight <= box.clientHeight + 1
  })
  expect(visible).toBe(true)
  expect(await complaints()).toEqual([])
}, 120_000)

test('a state narrows the table, and the search finds a department', async () => {
  const { quality } = screens(app.page)
  const stale = app.page.locator('.state-legend').getByRole('button', { name: /超期/ })
  const count = Number((await stale.innerText()).replace(/\D/g, ''))
  await stale.click()
  await app.page.getByText(`${count} / ${pack.categories.length} 类`).waitFor()
  expect(await quality.rows().count()).toBe(count)
  await stale.click()
  await app.page.getByLabel('查找部门或类别').fill('民政厅')
  await app.page.getByText(`10 / ${pack.categories.length} 类`).waitFor()
  await app.page.getByLabel('查找部门或类别').fill('')
}, 60_000)

test('a category opens what its figures rest on, what it blinds, and back from an indicator to categories', async () => {
  const { quality } = screens(app.page)
  await quality.tile('C0201').click()
  await quality.drawer().getByText('缺了它，看不清什么').waitFor()
  await quality.drawer().getByRole('button', { name: '看记录 亡故仍在名单' }).click()
  await quality
    .drawer()
    .locator('.grid-row')
    .filter({ hasText: /\d{6}\*{8}\d{3}[\dX]/ })
    .waitFor()
  expect(await complaints()).toEqual([])
  await quality.drawer().getByRole('button', { name: '返回' }).click()
  await quality.closeDrawer()
  await quality.tile('P1102').click()
  await quality.drawer().getByRole('button', { name: /^ZC01/ }).click()
  await quality.drawer().getByText('需要哪些类别').waitFor()
  await quality
    .drawer()
    .getByRole('button', { name: /^P1103/ })
    .click()
  await quality.drawer().getByText('P1103 门诊').first().waitFor()
  expect(await complaints()).toEqual([])
  await quality.closeDrawer()
}, 120_000)

test('findings go from department to row, and out to the department', async () => {
  const { quality } = screens(app.page)
  await quality.tab('问题清单')
  const tree = app.page.getByRole('navigation', { name: '按部门、类别、规则' })
  await tree.locator('summary').filter({ hasText: '平湖市公安局' }).click()
  await tree.getByRole('button', { name: /^C0201/ }).click()
  await quality.rows().first().filter({ hasText: 'C0201' }).waitFor()
  expect(await app.page.locator('.grid').innerText()).not.toMatch(/\d{15}/)
  expect(await complaints()).toEqual([])
  await app.page.getByRole('button', { name: '导出待更正' }).click()
  const download = app.page.waitForEvent('download')
  await app.page.getByRole('dialog').getByRole('button', { name: '导出待更正' }).click()
  expect((await download).suggestedFilename()).toMatch(/^待更正_C0201/)
}, 120_000)

test('the catalogue is searched, and its template is a workbook of the department', async () => {
  const { quality } = screens(app.page)
  await quality.tab('数据目录')
  await app.page.getByLabel('查找类别、列名、别名、代码').fill('低保证号')
  await app.page.getByRole('heading', { level: 2, name: /^C0101/ }).waitFor()
  expect(await complaints()).toEqual([])
  await app.page.getByLabel('查找类别、列名、别名、代码').fill('')
  const download = app.page.waitForEvent('download')
  await app.page.getByRole('button', { name: '模板', exact: true }).first().click()
  const book = await readXlsx(await bytesOf(await download))
  const [department] = pack.departments
  expect(book.sheets.map(({ name }) => name.slice(0, 5))).toEqual([
    ...(department?.categories ?? []).map(({ code }) => code),
    '填写说明',
  ])
  expect(book.sheets[0]?.rows[0]).toEqual(department?.categories[0]?.columns.map(({ title }) => title))
}, 120_000)

test('a stated total is typed in and compared, and a report is read', async () => {
  const { quality } = screens(app.page)
  await quality.tab('总数核对')
  await app.page.getByLabel('类别', { exact: true }).fill('C0101')
  await app.page.keyboard.press('Enter')
  await app.page.getByLabel('上报总数', { exact: true }).fill('70')
  await app.page.getByRole('button', { name: '保存', exact: true }).click()
  await app.page.getByRole('cell', { name: '◆ -7' }).waitFor()
  await app.page.getByLabel('导入总数或统计报表').setInputFiles({
    name: '统计报表.csv',
    mimeType: 'text/csv',
    buffer: Buffer.from('地区,指标,数值\n新埭镇,低保户数,1\n火星,低保户数,1\n'),
  })
  await app.page.getByText('没有“火星”这个地区').waitFor()
  await app.page.getByRole('rowheader', { name: '新埭镇' }).waitFor()
  expect(await complaints()).toEqual([])
}, 120_000)

test('nothing left the origin and nothing was complained of', () => {
  expect(app.outside).toEqual([])
  expect(app.complaints).toEqual([])
})
