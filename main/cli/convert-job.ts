import { mkdir, open, rename, rm, stat } from 'node:fs/promises'
import { basename, dirname, join, resolve } from 'node:path'
import { EngineError, type SourceFile } from '../../engine/contract.ts'
import { readRows } from '../../engine/extract/canonical.ts'
import { type CsvOutcome, leastWidth, type TableCsv, tableCsv } from '../../engine/extract/csv.ts'
import { inRunOrder, type OpenedFile, openFile } from '../../engine/extract/open.ts'
import { ExtractError, type SetAside, type Sheet } from '../../engine/extract/sheet.ts'
import { findTable, type Table } from '../../engine/extract/table.ts'
import { type Surroundings, usage } from './command.ts'
import type { ConvertOptions } from './convert.ts'
import { csvNames } from './convert-name.ts'
import { nodeFile, nodeFolder } from './folder.ts'

/** Rows by which a table is found. */
const SAMPLE_ROWS = 300

interface Found {
  sheet: Sheet
  table: Table
}

const unreadable = (message: string): ExtractError => new ExtractError('unreadable', message)

const linesOf = (setAside: readonly SetAside[]): string => {
  const lines = setAside.slice(0, 5).map(({ line }) => line)
  return `第 ${lines.join('、')} ${setAside.length > lines.length ? `等 ${setAside.length} 行` : '行'}有不合文件编码的字节`
}

const tableOf = async (sheet: Sheet): Promise<Found | null> => {
  const { rows, setAside } = await readRows(sheet, { columns: null, after: 0, limit: SAMPLE_ROWS })
  const table = findTable(rows)
  const above = setAside.filter(({ line }) => table === null || line <= table.after)
  if (above.length > 0) throw unreadable(`${linesOf(above)}，认不出标题，请用 UTF-8 编码重新导出`)
  return table && { sheet, table }
}

/** The sheet of this name or, without a name, the first visible one that holds records; failing that one that holds anything. */
const chooseTable = async (sheets: readonly Sheet[], wanted: string | null): Promise<Found> => {
  const named = wanted === null || sheets.some(({ name }) => name === '') ? null : wanted
  const eligible = sheets.filter(({ name, hidden }) => (named === null ? !hidden : name === named))
  if (named !== null && eligible.length === 0)
    throw unreadable(`没有名为“${named}”的工作表，现有：${sheets.map(({ name }) => name).join('、')}`)
  let spare: Found | null = null
  for (const sheet of eligible) {
    const found = await tableOf(sheet)
    if (found?.table.columns.width) return found
    spare ??= found
  }
  if (!spare) throw unreadable('里面没有表格')
  return spare
}

const writeAll = async (path: string, pieces: TableCsv['pieces']): Promise<void> => {
  const file = await open(path, 'w')
  try {
    for await (const piece of pieces) await file.writeFile(piece)
  } finally {
    await file.close()
  }
}

/** Writes a table; where a record turns out wider than the first ones, once more in its width. */
const writeTable = async (path: string, { sheet, table }: Found): Promise<CsvOutcome> => {
  await mkdir(dirname(path), { recursive: true })
  const part = `${path}.part`
  try {
    for (let width = leastWidth(table); ; ) {
      const { outcome, pieces } = tableCsv(sheet, table, width)
      await writeAll(part, pieces)
      if (outcome.width > width) {
        width = outcome.width
        continue
      }
      await rename(part, path)
      return outcome
    }
  } finally {
    await rm(part, { force: true })
  }
}

/** One conversion of the command: counts what was written and reports what was not. */
class Conversion {
  private files = 0
  private records = 0
  private dropped = 0

  constructor(
    private readonly options: ConvertOptions,
    private readonly surroundings: Surroundings,
  ) {}

  private async convert(opened: OpenedFile, path: string): Promise<void> {
    const { signal, fail } = this.surroundings
    if (signal.aborted) throw new EngineError('cancelled', '已取消')
    try {
      if (opened.problem) throw opened.problem
      const outcome = await writeTable(path, await chooseTable(opened.sheets, this.options.sheet))
      this.files++
      this.records += outcome.records
      this.dropped += outcome.dropped
      if (outcome.setAside.length > 0) fail(`${opened.file.path}：${linesOf(outcome.setAside)}，这些行没有写出，请更正后重新导出`)
    } catch (error) {
      if (!(error instanceof ExtractError)) throw error
      fail(`${opened.file.path}：${error.message}`)
    }
  }

  /** Converts a file, or an archive's tables into a folder. */
  async file(file: SourceFile, path: string, folder: string | null): Promise<void> {
    const opened = await openFile(file)
    const [only] = opened
    if (!only) return this.surroundings.fail(`${file.path}：压缩包里没有文件`)
    if (opened.length === 1) return this.convert(only, path)
    if (folder === null)
      return this.surroundings.fail(`${file.path}：压缩包里有 ${opened.length} 个文件，请用 --out 给出一个文件夹`)
    const names = csvNames(opened.map((one) => one.file.path))
    for (const one of opened) await this.convert(one, join(folder, names.get(one.file.path) ?? one.file.path))
  }

  summary(): string {
    const dropped = this.dropped > 0 ? `，另有 ${this.dropped} 行重复标题、注释、合计或脚注没有写出` : ''
    return `写出 ${this.files} 个文件，${this.records} 条记录${dropped}\n`
  }
}

const isFolder = async (path: string): Promise<boolean> => (await stat(path).catch(() => null))?.isDirectory() ?? false

/** Converts in this process. A file that cannot be read is reported, and the others go on. */
export const convertJob = async (options: ConvertOptions, surroundings: Surroundings): Promise<void> => {
  const { source, out } = options
  const conversion = new Conversion(options, surroundings)
  if (resolve(source) === resolve(out)) throw usage('--out 不能就是来源本身')
  if (await isFolder(source)) {
    const files = inRunOrder(await nodeFolder(source))
    if (files.length === 0) throw new EngineError('empty_folder', `文件夹“${source}”里没有数据文件`)
    const names = csvNames(files.map(({ path }) => path))
    for (const [done, file] of files.entries()) {
      surroundings.progress({ stage: 'extract', done, total: files.length, note: file.path })
      await conversion.file(file, join(out, names.get(file.path) ?? file.path), out)
    }
  } else {
    const file = await nodeFile(source)
    const folder = (await isFolder(out)) || /[\\/]$/.test(out) ? out : null
    const name = csvNames([basename(source)]).get(basename(source)) ?? source
    await conversion.file(file, folder === null ? out : join(folder, name), folder)
  }
  surroundings.print(conversion.summary())
}
