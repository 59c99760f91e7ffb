import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import type { Page } from 'playwright-core'
import type { Filter } from '../../engine/contract.ts'
import { openLoopback } from '../../main/loopback/serve.ts'
import { openChromium } from '../browser/chromium.ts'
import { nativeTimes } from './app-native.ts'
import { framesOf, WATCH } from './frames.ts'

export interface Place {
  program: string
  county: string
  home: string
}

const PASSPHRASE = 'only for the bench'
const AS_OF = '2025-05-18'
const HOUR = 3_600_000

const p95 = (values: readonly number[]): number => [...values].sort((a, b) => a - b)[Math.floor(values.length * 0.95)] ?? 0

const pair = (page: Page): Promise<number> =>
  page.evaluate(() => {
    const last = (name: string): number => performance.getEntriesByName(name).at(-1)?.startTime ?? 0
    return last('overview:painted') - last('overview:asked')
  })

/** Milliseconds from a filter's click until map and charts stand painted. */
const filterTimes = async (page: Page, filters: readonly { press: string; filter: Filter }[]): Promise<number[]> => {
  const times: number[] = []
  for (const { press } of filters) {
    const before = await page.evaluate(() => performance.getEntriesByName('overview:painted').length)
    await page.locator('.matrix th button').filter({ hasText: press }).click()
    await page.waitForFunction((count) => performance.getEntriesByName('overview:painted').length > count, before)
    times.push(await pair(page))
  }
  return times
}

const FILTERS: readonly { press: string; filter: Filter }[] = Array.from({ length: 4 }, () => [
  { press: '红', filter: { colour: 'R' as const } },
  { press: '黄', filter: { colour: 'Y' as const } },
  { press: '兜底型', filter: { type: 'DD' } },
  { press: '支出型', filter: { type: 'ZC' } },
  { press: '发展型', filter: { type: 'FZ' } },
]).flat()

const row = (name: string, value: string): string => `| ${name} | ${value} |`
const ms = (value: number): string => `${value.toFixed(1)} ms`

/** Opens a county's folder in the app as a person would, works in it, and writes down what that took. */
export const benchApp = async ({ program, county, home }: Place, argv: readonly string[]): Promise<void> => {
  const { values } = parseArgs({ args: [...argv], options: { folder: { type: 'string' } } })
  if (values.folder === undefined) throw new Error('--folder DIR: a county made by `npm run -s jpf -- sample`')
  const place = mkdtempSync(join(tmpdir(), 'jpf-bench-app-'))
  const data = join(place, 'data')
  const shell = await openLoopback({ program, county, data, version: 'bench', sample: false, quit: () => undefined })
  const { page, close } = await openChromium(shell.origin, { viewport: { width: 1366, height: 768 } })
  page.setDefaultTimeout(HOUR)
  try {
    await page.addInitScript(WATCH)
    await page.goto(shell.address)
    const day = page.getByLabel('基准日')
    await day.fill(AS_OF)
    await day.press('Enter')
    await framesOf(page)
    const begun = performance.now()
    await page.getByLabel('打开文件夹', { exact: true }).setInputFiles(values.folder)
    await page.locator('.work').waitFor()
    await page.getByRole('heading', { name: '文件', exact: true }).waitFor()
    const opened = performance.now() - begun
    const loading = await framesOf(page)
    const memory = await page.getByText(/^内存 /).textContent()

    await page.getByRole('navigation').getByRole('button', { name: '总览' }).click()
    await page.locator('.matrix').waitFor()
    const total = await page.locator('.overview-head .figure').first().textContent()
    await page.waitForTimeout(1_000)
    const painted = await filterTimes(page, FILTERS)
    await page.getByRole('button', { name: '清除筛选' }).click()

    await page.getByRole('navigation').getByRole('button', { name: '家庭名单' }).click()
    await page.locator('.grid-row').first().filter({ hasText: 'H' }).waitFor()
    await framesOf(page)
    await page.locator('.grid').hover()
    for (let step = 0; step < 120; step++) {
      await page.mouse.wheel(0, 400)
      await page.waitForTimeout(40)
    }
    const scrolling = await framesOf(page)

    await page.getByRole('banner').getByRole('button', { name: '保存工作区' }).click()
    const dialog = page.getByRole('dialog')
    await dialog.getByLabel('工作区名称').fill('bench')
    await dialog.getByLabel('口令', { exact: true }).fill(PASSPHRASE)
    await dialog.getByLabel('再输一次口令').fill(PASSPHRASE)
    const saving = performance.now()
    await dialog.getByRole('button', { name: '保存工作区' }).click()
    const said = await page.getByText(/^已保存“/).textContent()
    const saved = performance.now() - saving

    const native = await nativeTimes(
      join(data, 'workspaces/bench.jpf'),
      PASSPHRASE,
      place,
      FILTERS.map(({ filter }) => filter),
    )
    const report = [
      '# The app',
      '',
      'Written by `npm run bench:app`. A county is opened in the page of the loopback shell in Chromium, filtered, scrolled and saved.',
      'Native is DuckDB with one thread, on the statements behind the same filters and the same table.',
      '',
      '| what | measured |',
      '| --- | --- |',
      row('households', total ?? ''),
      row('opening, from the choice of the folder', `${(opened / 1_000).toFixed(1)} s`),
      row('while opening: frames p95, worst', `${ms(p95(loading.frames))}, ${ms(Math.max(...loading.frames))}`),
      row('while opening: long tasks of the page', `${loading.tasks.length}, worst ${ms(Math.max(0, ...loading.tasks))}`),
      row('engine memory after opening', memory ?? ''),
      row('filter to painted map and charts, p95 of 20', ms(p95(painted))),
      row('the same aggregates in native DuckDB, p95 of 20', ms(p95(native))),
      row('while scrolling the list: frames p95, worst', `${ms(p95(scrolling.frames))}, ${ms(Math.max(...scrolling.frames))}`),
      row('while scrolling: long tasks', `${scrolling.tasks.length}, worst ${ms(Math.max(0, ...scrolling.tasks))}`),
      row('saving the workspace', `${(saved / 1_000).toFixed(1)} s, ${said ?? ''}`),
      '',
    ].join('\n')
    writeFileSync(join(home, 'APP.md'), report)
    process.stdout.write(report)
  } finally {
    await close()
    await shell.close()
    rmSync(place, { recursive: true, force: true })
  }
}
