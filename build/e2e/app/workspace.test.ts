import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type App, openApp } from './app.ts'
import { seriousOf, withAxe } from './axe.ts'
import { bytesOf, screens } from './pages.ts'

const NAME = '平湖 五月'
const PASSPHRASE = '钥匙 correct horse'

let app: App
const kept = (): string => join(app.data, 'workspaces', `${NAME}.jpf`)

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

const problem = () => app.page.locator('[role=dialog] [role=alert].problem')
const closeDialog = () =>
  app.page
    .getByRole('dialog')
    .getByRole('button', { name: /Close|关闭/ })
    .click()

test('a reload with results that are not saved asks first', async () => {
  const asked = new Promise<string>((resolve) => {
    app.page.once('dialog', (dialog) => {
      resolve(dialog.type())
      void dialog.dismiss()
    })
  })
  await app.page.locator('h1').click()
  void app.page.reload({ timeout: 3_000 }).catch(() => undefined)
  expect(await asked).toBe('beforeunload')
}, 30_000)

test('a saved workspace comes back with its figures and its place, without the extracts', async () => {
  const { frame, open, overview, list } = screens(app.page)
  await overview.tile('新埭镇')
  await app.page.getByRole('heading', { level: 1, name: '总览 新埭镇' }).waitFor()
  const figures = await overview.figures()
  const table = await (async () => {
    await frame.go('家庭名单')
    return bytesOf(await list.exportAs('导出 households.csv'))
  })()
  await frame.go('总览')
  await overview.figures()
  await frame.save(NAME, PASSPHRASE)
  await frame.saved()

  await app.page.reload()
  await open.workspace(NAME, PASSPHRASE)
  await app.page.getByRole('heading', { level: 1, name: '总览 新埭镇' }).waitFor({ timeout: 60_000 })
  expect(await overview.figures()).toEqual(figures)
  await frame.go('家庭名单')
  expect((await bytesOf(await list.exportAs('导出 households.csv'))).equals(table)).toBe(true)
}, 180_000)

test('a wrong passphrase, a cut and a changed file are refused in words, and what is open stays open', async () => {
  const { frame, open, list } = screens(app.page)
  await frame.go('打开数据')
  await open.workspace(NAME, 'wrong passphrase')
  expect(await problem().innerText()).toContain('口令不对')
  await closeDialog()

  const whole = await readFile(kept())
  const [cut, changed] = [join(app.data, 'cut.jpf'), join(app.data, 'changed.jpf')]
  await writeFile(cut, whole.subarray(0, whole.byteLength - 1_000))
  const altered = Buffer.from(whole)
  altered[altered.byteLength >> 1] = (altered[altered.byteLength >> 1] ?? 0) ^ 1
  await writeFile(changed, altered)
  for (const path of [cut, changed]) {
    await open.workspaceFile(path, PASSPHRASE)
    await problem().filter({ hasText: '不完整或被改动' }).waitFor({ timeout: 60_000 })
    await closeDialog()
  }
  await frame.go('家庭名单')
  await list.says('83 户')
  expect((await readFile(kept())).equals(whole)).toBe(true)
}, 180_000)

test('a vault that cannot be written to says so and keeps the old workspace', async () => {
  const { frame } = screens(app.page)
  const whole = await readFile(kept())
  await app.page.route('**/api/vaultAppend', (route) =>
    route.fulfill({ json: { ok: false, code: 'disk_full', message: '磁盘已满，没有保存；原来的文件完好。请腾出空间后再保存' } }),
  )
  await frame.save(NAME, PASSPHRASE)
  await problem().filter({ hasText: '磁盘已满' }).waitFor({ timeout: 60_000 })
  await app.page.unroute('**/api/vaultAppend')
  await closeDialog()
  expect((await readFile(kept())).equals(whole)).toBe(true)
}, 120_000)

test('one household is unmasked for a reason, which is logged, and masked again afterwards', async () => {
  const { frame, list, household } = screens(app.page)
  await frame.go('家庭名单')
  await list.search('H0000505')
  await list.rows().filter({ hasText: 'H0000505' }).click()
  await household.head().waitFor()
  const members = app.page.locator('.members')
  expect(await members.innerText()).not.toContain('陆阿根')
  await app.page.getByRole('button', { name: '解除遮蔽' }).click()
  const dialog = app.page.getByRole('dialog')
  expect(await dialog.getByRole('button', { name: '解除遮蔽' }).isDisabled()).toBe(true)
  await dialog.getByText('入户走访').click()
  await dialog.getByRole('button', { name: '解除遮蔽' }).click()
  await members.filter({ hasText: '陆阿根' }).waitFor()
  const log = await readFile(join(app.data, 'audit.jsonl'), 'utf8')
  const last = JSON.parse(log.trim().split('\n').at(-1) ?? '{}') as Record<string, unknown>
  expect(last).toMatchObject({ action: 'reveal', subject: 'H0000505', reason: 'visit' })
  expect(log).not.toContain('陆阿根')
  await frame.go('家庭名单')
  await app.page.goBack()
  await household.head().waitFor()
  await members.filter({ hasText: '陆**' }).waitFor()
  expect(await members.innerText()).not.toContain('陆阿根')
}, 60_000)

test('nothing serious or critical for axe on the four pages, nothing cut at any size or zoom', async () => {
  const { frame, list, household } = screens(app.page)
  const sizes = [1366, 1920].flatMap((width) => [1, 1.25, 1.5].map((zoom) => ({ width, zoom })))
  const judge = async (page: string): Promise<void> => {
    expect(await seriousOf(app.page), page).toEqual([])
    for (const { width, zoom } of sizes) {
      await app.page.setViewportSize({
        width: Math.round(width / zoom),
        height: Math.round((width === 1366 ? 768 : 1080) / zoom),
      })
      const [content, window] = await app.page.evaluate(() => [document.documentElement.scrollWidth, innerWidth])
      expect(content, `${page} at ${width} × ${zoom}`).toBeLessThanOrEqual(window ?? 0)
      const [tall, inside] = await app.page.evaluate(() => [document.documentElement.scrollHeight, innerHeight])
      expect(tall, `${page} at ${width} × ${zoom}: the page scrolls inside the window`).toBeLessThanOrEqual(inside ?? 0)
    }
    await app.page.setViewportSize({ width: 1366, height: 768 })
  }
  await frame.go('打开数据')
  await judge('open')
  await frame.go('总览')
  await app.page.locator('.matrix').or(app.page.getByText('没有符合条件的家庭')).first().waitFor()
  await app.page.getByRole('button', { name: '清除筛选' }).first().click()
  await app.page.locator('.matrix').waitFor()
  await judge('overview')
  await frame.go('家庭名单')
  await list.says('1,083 户')
  await list.rows().first().filter({ hasText: 'H' }).waitFor()
  await judge('list')
  await list.rows().filter({ hasText: 'H0000001' }).click()
  await household.head().waitFor()
  await judge('household')
}, 120_000)

test('no request left the origin and no policy was broken', () => {
  expect(app.outside).toEqual([])
  expect(app.complaints).toEqual([])
})
