import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { readXlsx } from 'hucre'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type App, openApp } from './app.ts'
import { seriousOf, withAxe } from './axe.ts'
import { bytesOf, screens } from './pages.ts'

const REASON = '电话核实本人健在'

let app: App

beforeAll(async () => {
  app = await openApp()
  await withAxe(app.page)
  await app.page.reload()
  await screens(app.page).open.sample()
}, 300_000)

afterAll(async () => {
  await app.close()
  await app.forget()
})

test('a fact leads to its household and the rows of both sides, and is judged there', async () => {
  const { frame, crosscheck, household } = screens(app.page)
  await frame.go('交叉比对')
  expect(await app.page.locator('.crosscheck-legend').innerText()).toContain('不作停发依据')
  await crosscheck.check('死亡后仍发养老金').click()
  await crosscheck.says('1 条')
  const [row] = await crosscheck.rows().allInnerTexts()
  expect(row).toContain('请核查')
  expect(row).toMatch(/P0403:\d+ × P0205:\d+/)
  expect(await seriousOf(app.page)).toEqual([])

  await crosscheck.grid().focus()
  await app.page.keyboard.press('Enter')
  await household.head().waitFor()
  const fact = crosscheck.facts().filter({ hasText: '死亡后仍发养老金' })
  await fact.getByRole('heading', { name: /P0403/ }).waitFor()
  expect(await fact.innerText()).toMatch(/P0205[\s\S]*第 \d+ 行/)
  expect(await seriousOf(app.page)).toEqual([])

  await crosscheck.judge('不属实', REASON)
  await crosscheck.facts().filter({ hasText: REASON }).waitFor()
  await frame.go('交叉比对')
  await crosscheck.rows().filter({ hasText: '不属实' }).waitFor()
  const log = await readFile(join(app.data, 'audit.jsonl'), 'utf8').catch(() => '')
  const line = log.split('\n').find((one) => one.includes('"review"'))
  expect(line).toMatch(/X107\.H\d{7}\.false/)
  expect(log).not.toContain(REASON)
}, 300_000)

test('what is exported holds what is seen, and says what it is', async () => {
  const { crosscheck, list } = screens(app.page)
  await crosscheck.check('性别不一致').click()
  await crosscheck.says('3 条')
  const book = await readXlsx(await bytesOf(await list.exportAs('导出 Excel（XLSX）')))
  const [cover, sheet] = book.sheets
  expect(sheet?.rows).toHaveLength(4)
  expect(JSON.stringify(cover?.rows)).toContain('提示核查，不作停发依据')
  expect(JSON.stringify(cover?.rows)).toContain('性别不一致')
  expect(app.complaints).toEqual([])
  expect(app.outside).toEqual([])
}, 120_000)
