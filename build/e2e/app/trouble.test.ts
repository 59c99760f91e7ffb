import { cp, mkdir, mkdtemp, readdir, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { ROOT } from '../../launch.mjs'
import { type App, openApp } from './app.ts'
import { screens } from './pages.ts'

const COUNTY = join(ROOT, 'sample-data/county')
const REGISTER = 'P01省公安厅'

let app: App
let folder: string

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'jpf-trouble-'))
  app = await openApp({ sample: false, viewport: { width: 1920, height: 1080 } })
}, 300_000)

afterAll(async () => {
  await app.close()
  await app.forget()
  await rm(folder, { recursive: true })
})

/** A small delivery: the police's files alone. */
const smallDelivery = async (name: string): Promise<string> => {
  const place = join(folder, name)
  await cp(join(COUNTY, REGISTER), join(place, REGISTER), { recursive: true })
  return place
}

test('a file that is none of ours, and an empty folder, are refused in words', async () => {
  const { open } = screens(app.page)
  const wrong = join(folder, '说明.pdf')
  await writeFile(wrong, '%PDF-1.4')
  await open.asOf('2025-05-18')
  await open.files([wrong])
  await open
    .failure()
    .filter({ hasText: /户籍|户口/ })
    .waitFor({ timeout: 30_000 })

  const empty = join(folder, 'empty')
  await mkdir(empty)
  await open.folder(empty)
  expect(await app.page.getByRole('heading', { level: 1 }).innerText()).toBe('打开数据')
}, 60_000)

test('opening can be cancelled, and begun again', async () => {
  const { open } = screens(app.page)
  await open.folder(await smallDelivery('first'))
  await app.page.locator('.work').waitFor()
  await open.cancel()
  await app.page.locator('.work').waitFor({ state: 'detached', timeout: 30_000 })
  await open.folder(join(folder, 'first'))
  await app.page.getByText(/^已装载 [\d,]+ 行$/).waitFor()
  await open.opened()
  expect(await app.page.locator('.open-totals').innerText()).toMatch(/[1-9]\d* 个表/)
}, 120_000)

test('a second delivery comes on top of the first', async () => {
  const before = Number((await app.page.locator('.open-totals').innerText()).split(' ')[0])
  const second = join(folder, 'second')
  await cp(join(COUNTY, 'P02省民政厅'), join(second, 'P02省民政厅'), { recursive: true })
  const added = (await readdir(join(second, 'P02省民政厅'))).length
  const { open, review } = screens(app.page)
  await open.add(second)
  await review.shown()
  await review.confirm().click()
  await review.gone()
  const after = Number((await app.page.locator('.open-totals').innerText()).split(' ')[0])
  expect(after).toBeGreaterThanOrEqual(before + added)
}, 180_000)

test('a file that is removed while it is read is named, and the county that was open stays', async () => {
  const { open, frame, list } = screens(app.page)
  const place = await smallDelivery('vanishing')
  await app.page.evaluate(() => {
    const input = document.querySelector<HTMLInputElement>('input[aria-label="打开文件夹"]')
    input?.addEventListener('change', () => undefined)
  })
  const files = (await readdir(join(place, REGISTER))).map((name) => join(place, REGISTER, name))
  const choosing = open.folder(place)
  await choosing
  for (const file of files) await rm(file)
  const confirm = app.page.getByRole('button', { name: '不保存，继续' })
  await confirm.click()
  await open.failure().filter({ hasText: '读不出来' }).waitFor({ timeout: 60_000 })
  await frame.go('家庭名单')
  await list.rows().first().filter({ hasText: 'H' }).waitFor()
}, 120_000)

test('a worker that dies is told of, and the app works on without a restart', async () => {
  const { open, frame } = screens(app.page)
  for (const worker of app.page.workers())
    await worker
      .evaluate(() =>
        setTimeout(() => {
          throw new Error('gone')
        }, 0),
      )
      .catch(() => undefined)
  await frame.go('打开数据')
  await open.failure().filter({ hasText: '计算进程已中断' }).waitFor({ timeout: 30_000 })
  await open.folder(join(folder, 'first'))
  await open.opened()
}, 120_000)

test('nothing of all this left the origin', () => {
  expect(app.outside).toEqual([])
})
