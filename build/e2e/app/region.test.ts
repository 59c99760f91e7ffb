import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { generateCounty } from '../../../sample-data/generate.ts'
import { type App, openApp } from './app.ts'
import { seriousOf, withAxe } from './axe.ts'
import { screens } from './pages.ts'

const AS_OF = '2025-05-18'

let app: App
let folder: string

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'jpf-region-'))
  generateCounty({ households: 120, seed: 1, asOf: AS_OF, dirt: 0, months: 12, pack: 'maoxian', out: folder })
  app = await openApp()
  await withAxe(app.page)
  await app.page.reload()
}, 300_000)

afterAll(async () => {
  await app.close()
  await app.forget()
  await rm(folder, { recursive: true })
})

test('data of another region are opened, and its colours mean what its pack says', async () => {
  const { open, frame, list, household } = screens(app.page)
  await open.region('茂县')
  await open.asOf(AS_OF)
  await open.folder(folder)
  await open.opened()
  expect(await open.totals()).toContain('拒收 0 行')
  expect(await app.page.getByText('未交的类别 0 个').count()).toBe(1)

  await frame.go('总览')
  const legend = app.page.getByRole('list', { name: '颜色的含义' })
  await legend.getByText('不表示危险').waitFor()
  expect(await app.page.locator('.matrix tbody th').allTextContents()).toEqual(['补助依赖', '全部'])
  expect(await seriousOf(app.page)).toEqual([])

  await frame.go('家庭名单')
  await list.says('120 户')
  expect(await app.page.getByRole('columnheader').allTextContents()).toContain('补助依赖得分')
  await list.search('凤仪合成一村')
  await list.rows().filter({ hasText: '凤仪合成一村' }).first().click()
  await household.head().waitFor()
  expect(await app.page.locator('.radar').count()).toBe(0)
  expect(await app.page.getByText('全年补助合计').count()).toBe(1)
  await legend.getByText('依赖补助').waitFor()
  expect(await seriousOf(app.page)).toEqual([])
  const paper = await household.print()
  expect(paper.suggestedFilename()).toMatch(/^一户一册.*\.pdf$/)
  expect(app.complaints).toEqual([])
}, 300_000)
