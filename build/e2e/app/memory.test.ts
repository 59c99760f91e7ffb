import { cp, mkdtemp, rm } from 'node:fs/promises'
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
  folder = await mkdtemp(join(tmpdir(), 'jpf-memory-'))
  await cp(join(COUNTY, REGISTER), join(folder, REGISTER), { recursive: true })
  app = await openApp({ wasmMemory: 192 })
}, 300_000)

afterAll(async () => {
  await app.close()
  await app.forget()
  await rm(folder, { recursive: true })
})

test('a county too large for the memory is told of, and a smaller one opens without a restart', async () => {
  const { open } = screens(app.page)
  await open.asOf('2025-05-18')
  await open.folder(COUNTY)
  await open.failure().filter({ hasText: '内存不足' }).waitFor({ timeout: 120_000 })
  await open.folder(folder)
  await open.opened()
  expect(await app.page.locator('.open-totals').innerText()).toMatch(/[1-9]\d* 个表/)
}, 240_000)
