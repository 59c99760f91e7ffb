import { readFile } from 'node:fs/promises'
import type { Download, Locator, Page } from 'playwright-core'

const OPENING = 280_000

/** What a person does on the page that opens data. */
class OpenScreen {
  constructor(private readonly page: Page) {}

  go = (): Promise<void> => this.page.getByRole('navigation').getByRole('button', { name: '打开数据' }).click()

  sample = async (): Promise<void> => {
    await this.page.getByRole('button', { name: '打开示例' }).click()
    await this.page.getByRole('heading', { level: 1, name: '总览' }).waitFor({ timeout: OPENING })
  }

  /** Offers a folder as the picker would. */
  folder = (path: string): Promise<void> => this.page.getByLabel('打开文件夹', { exact: true }).setInputFiles(path)
  files = (paths: string[]): Promise<void> => this.page.getByLabel('选择文件', { exact: true }).setInputFiles(paths)

  asOf = async (day: string): Promise<void> => {
    const field = this.page.getByLabel('基准日')
    await field.fill(day)
    await field.press('Enter')
  }

  region = async (name: string): Promise<void> => {
    await this.page.getByLabel('地区', { exact: true }).click()
    await this.page.locator('.ant-select-dropdown:visible .ant-select-item-option').filter({ hasText: name }).click()
  }

  add = (path: string): Promise<void> => this.page.getByLabel('追加一批数据', { exact: true }).setInputFiles(path)

  /** What the table of files adds up to. */
  totals = (): Promise<string> => this.page.locator('.open-totals').innerText()

  cancel = (): Promise<void> => this.page.getByRole('button', { name: '取消' }).click()
  opened = (): Promise<void> => this.page.getByRole('heading', { name: '文件', exact: true }).waitFor({ timeout: OPENING })
  failure = (): Locator => this.page.locator('.state-failed')

  /** Opens a workspace that is kept. */
  workspace = async (name: string, passphrase: string): Promise<void> => {
    await this.page.getByRole('button', { name, exact: true }).click()
    await this.passphrase(passphrase)
  }

  workspaceFile = async (path: string, passphrase: string): Promise<void> => {
    await this.page.getByLabel('选择 .jpf 文件').setInputFiles(path)
    await this.passphrase(passphrase)
  }

  private passphrase = async (passphrase: string): Promise<void> => {
    const dialog = this.page.getByRole('dialog')
    await dialog.getByLabel('口令').fill(passphrase)
    await dialog.getByRole('button', { name: '打开', exact: true }).click()
  }
}

/** What a person is shown before a further delivery takes effect. */
class ReviewScreen {
  constructor(private readonly page: Page) {}

  panel = (): Locator => this.page.getByRole('region', { name: '装载前核对' })
  shown = (): Promise<void> => this.panel().waitFor({ timeout: OPENING })
  confirm = (): Locator => this.panel().getByRole('button', { name: '确认装载' })
  checked = (): Promise<void> => this.panel().getByText('我已核对以上各项，仍要装载').click()
  drop = (): Promise<void> => this.panel().getByRole('button', { name: '放弃，保留原来的' }).click()
  gone = (): Promise<void> => this.panel().waitFor({ state: 'detached' })

  undo = async (): Promise<void> => {
    await this.page.getByRole('button', { name: '撤销本次装载' }).click()
    await this.page.getByRole('dialog').getByRole('button', { name: '撤销本次装载' }).click()
    await this.page.locator('.work').waitFor()
    await this.page.locator('.work').waitFor({ state: 'detached', timeout: OPENING })
  }
}

/** What a person does where a file's headings are given their columns. */
class MappingScreen {
  constructor(private readonly page: Page) {}

  open = (path: string): Promise<void> => this.page.getByRole('button', { name: `列映射 ${path}` }).click()
  shown = (): Promise<void> => this.page.getByRole('heading', { level: 1, name: /^列映射/ }).waitFor()

  private pick = async (label: string, text: string): Promise<void> => {
    const field = this.page.getByLabel(label, { exact: true })
    await field.click()
    await field.fill(text)
    await this.page.locator('.ant-select-dropdown:visible .ant-select-item-option').filter({ hasText: text }).first().click()
  }

  category = (text: string): Promise<void> => this.pick('数据类别', text)
  column = (heading: string, title: string): Promise<void> => this.pick(`${heading} 目录的列`, title)
  code = (label: string, code: string): Promise<void> => this.pick(`${label} 代码`, code)

  period = async (title: string, period: string): Promise<void> => {
    await this.page.getByLabel(`${title} 金额按`, { exact: true }).click()
    await this.page.locator('.ant-select-dropdown:visible .ant-select-item-option').filter({ hasText: period }).click()
  }

  counts = (): Locator => this.page.locator('.mapping-counts')
  rows = (): Locator => this.page.locator('.mapping-rows tbody tr')
  save = (): Promise<void> => this.page.getByRole('button', { name: '保存为本部门模板并重新装载' }).click()
}

class Frame {
  constructor(private readonly page: Page) {}

  go = (name: '打开数据' | '总览' | '家庭名单' | '数据质量' | '交叉比对' | '无证件号'): Promise<void> =>
    this.page.getByRole('navigation').getByRole('button', { name }).click()

  save = async (name: string, passphrase: string): Promise<void> => {
    await this.page.getByRole('banner').getByRole('button', { name: '保存工作区' }).click()
    const dialog = this.page.getByRole('dialog')
    await dialog.getByLabel('工作区名称').fill(name)
    await dialog.getByLabel('口令', { exact: true }).fill(passphrase)
    await dialog.getByLabel('再输一次口令').fill(passphrase)
    await dialog.getByRole('button', { name: '保存工作区' }).click()
  }

  saved = (): Promise<void> => this.page.getByText(/^已保存“/).waitFor({ timeout: 60_000 })
}

class OverviewScreen {
  constructor(private readonly page: Page) {}

  tile = (name: string): Promise<void> => this.page.locator('.tile').filter({ hasText: name }).click()
  clear = (): Promise<void> => this.page.getByRole('button', { name: '清除筛选' }).click()
  figure = (name: RegExp): Locator => this.page.locator('.overview-body').getByRole('button', { name })

  /** Every figure of the type and colour table, as it stands. */
  figures = async (): Promise<string[]> => {
    await this.page.locator('.matrix').waitFor()
    return this.page.locator('.matrix .figure').allTextContents()
  }
}

class ListScreen {
  constructor(private readonly page: Page) {}

  search = (text: string): Promise<void> => this.page.locator('.list-search input').fill(text)
  rows = (): Locator => this.page.locator('.grid-row')
  count = (): Locator => this.page.locator('.list-count')

  /** Waits until the list says how many it holds. */
  says = (text: string): Promise<void> => this.count().filter({ hasText: text }).waitFor({ timeout: 20_000 })

  /** Opens the export menu and takes the file it gives. */
  exportAs = async (item: string): Promise<Download> => {
    await this.page.getByRole('button', { name: '导出', exact: true }).click()
    const download = this.page.waitForEvent('download')
    await this.page.getByRole('menuitem', { name: item }).click()
    if (!item.startsWith('导出 households')) await this.page.getByRole('dialog').getByRole('button', { name: '导出' }).click()
    return download
  }
}

class HouseholdScreen {
  constructor(private readonly page: Page) {}

  head = (): Locator => this.page.locator('.household-head')
  type = (name: string): Promise<void> => this.page.getByRole('tab', { name: new RegExp(`^${name}`) }).click()
  why = (): Locator => this.page.locator('.why:visible')
  evidence = (): Locator => this.page.locator('.evidence')

  print = async (): Promise<Download> => {
    await this.page.getByRole('button', { name: '打印一户一册' }).click()
    const download = this.page.waitForEvent('download', { timeout: 60_000 })
    await this.page.getByRole('dialog').getByRole('button', { name: '打印一户一册' }).click()
    return download
  }
}

class QualityScreen {
  constructor(private readonly page: Page) {}

  tab = (name: '质量总览' | '问题清单' | '数据目录' | '总数核对'): Promise<void> => this.page.getByRole('tab', { name }).click()
  tile = (code: string): Locator => this.page.locator(`.category-tile[data-code="${code}"]`)
  tiles = (): Locator => this.page.locator('.category-tile')
  figure = (name: RegExp): Locator => this.page.locator('.overall').getByRole('button', { name })
  rows = (): Locator => this.page.locator('.grid-row')
  drawer = (): Locator => this.page.getByRole('dialog')

  closeDrawer = async (): Promise<void> => {
    await this.page.keyboard.press('Escape')
    await this.drawer().waitFor({ state: 'hidden' })
  }
}

class CrosscheckScreen {
  constructor(private readonly page: Page) {}

  check = (name: string): Locator => this.page.getByRole('navigation', { name: '比对项目' }).getByRole('button', { name })
  rows = (): Locator => this.page.locator('.crosscheck-facts .grid-row')
  grid = (): Locator => this.page.getByRole('grid', { name: '比对结果' })
  says = (text: string): Promise<void> =>
    this.page.locator('.crosscheck-facts .list-count').filter({ hasText: text }).waitFor({ timeout: 20_000 })

  /** Facts on the page of a household. */
  facts = (): Locator => this.page.locator('.adverse > li')

  judge = async (verdict: string, reason: string): Promise<void> => {
    await this.facts().first().getByRole('button', { name: '核查结果' }).click()
    const dialog = this.page.getByRole('dialog')
    await dialog.getByRole('radio', { name: verdict, exact: true }).check()
    await dialog.getByLabel('核查依据').fill(reason)
    await dialog.getByRole('button', { name: /确\s*定/ }).click()
    await dialog.waitFor({ state: 'hidden' })
  }
}

export const bytesOf = async (download: Download): Promise<Buffer> => readFile(await download.path())

export const screens = (page: Page) => ({
  frame: new Frame(page),
  open: new OpenScreen(page),
  review: new ReviewScreen(page),
  mapping: new MappingScreen(page),
  overview: new OverviewScreen(page),
  list: new ListScreen(page),
  household: new HouseholdScreen(page),
  quality: new QualityScreen(page),
  crosscheck: new CrosscheckScreen(page),
})
