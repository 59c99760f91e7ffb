import { cp, mkdtemp, readdir, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Locator } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { generateCounty } from '../../../sample-data/generate.ts'
import { type App, openApp } from './app.ts'
import { seriousOf, withAxe } from './axe.ts'
import { screens } from './pages.ts'

const WANTED = /^(P010[123]|C0101|C0201|C1402|C1501|C1701)_/

let app: App
let folder: string

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'jpf-linkage-page-'))
  generateCounty({ households: 300, seed: 9, asOf: '2025-05-18', dirt: 0, months: 1, nameless: 0.5, out: join(folder, 'all') })
  for (const name of await readdir(join(folder, 'all'), { recursive: true }))
    if (WANTED.test(name.split('/').at(-1) ?? '')) await cp(join(folder, 'all', name), join(folder, 'some', name))
  app = await openApp()
  await withAxe(app.page)
  await app.page.reload()
  const { open, frame } = screens(app.page)
  await open.asOf('2025-05-18')
  await open.folder(join(folder, 'some'))
  await open.opened()
  await frame.go('无证件号')
}, 300_000)

afterAll(async () => {
  await app.close()
  await app.forget()
  await rm(folder, { recursive: true })
})

const filter = (name: string): Locator => app.page.locator('.link-filters button').filter({ hasText: name })
const count = async (name: string): Promise<number> => Number((await filter(name).locator('b').innerText()).replace(',', ''))
const card = (): Promise<string> => app.page.locator('.pair').innerText()
const press = (key: string): Promise<void> => app.page.locator('main').press(key)

test('pairs are decided by keys, masked, and the last one is undone', async () => {
  await app.page.locator('.pair').waitFor()
  const waiting = await count('很可能')
  expect(waiting).toBeGreaterThan(5)
  expect(await card()).toMatch(/● 一致/)
  expect(await app.page.locator('.pair-clues').innerText()).not.toMatch(/\d{5}/)
  expect(await seriousOf(app.page)).toEqual([])

  const first = await card()
  await press('j')
  await app.page.getByText(`第 2 对，共 ${waiting} 对`).waitFor()
  expect(await card()).not.toBe(first)
  await press('k')
  await app.page.getByText(`第 1 对，共 ${waiting} 对`).waitFor()

  await app.page.getByLabel('依据', { exact: true }).fill('村干部确认')
  await app.page.getByLabel('依据', { exact: true }).press('n')
  expect(await count('已确认不是')).toBe(0)
  await app.page.getByLabel('依据', { exact: true }).fill('村干部确认')
  await app.page.locator('main').focus()
  await press('y')
  await app.page.getByText(`第 1 对，共 ${waiting - 1} 对`).waitFor()
  expect(await count('已确认是')).toBe(1)
  await press('n')
  await app.page.getByText(`第 1 对，共 ${waiting - 2} 对`).waitFor()
  expect(await count('已确认不是')).toBe(1)
  await press('z')
  await app.page.getByText(`第 1 对，共 ${waiting - 1} 对`).waitFor()
  expect(await count('已确认不是')).toBe(0)

  const log = await readFile(join(app.data, 'audit.jsonl'), 'utf8')
  expect(log).toMatch(/link\.R\d{7}\.accepted/)
  expect(log).not.toContain('村干部')
}, 300_000)

test('what a person confirmed stands beside the household and counts nowhere', async () => {
  await filter('已确认是').click()
  await app.page.getByText('第 1 对，共 1 对').waitFor()
  expect(await card()).toContain('村干部确认')
  await app.page.getByRole('button', { name: '看家庭画像' }).click()
  const panel = app.page.locator('.household-links')
  await panel.waitFor()
  expect(await panel.innerText()).toMatch(/不计入得分[\s\S]*已确认是[\s\S]*村干部确认/)
  expect(await seriousOf(app.page)).toEqual([])
  expect(app.complaints).toEqual([])
}, 300_000)
