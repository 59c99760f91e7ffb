import type { Catalogue } from '../catalogue/heading.ts'
import { isMendingHeading, mendingOf } from '../catalogue/mending.ts'
import { periodOf } from '../catalogue/period.ts'
import { HEADING_ROWS, Recogniser, type Recognition } from '../catalogue/recognise.ts'
import type { SourceFile } from '../contract.ts'
import { rowsOf } from '../extract/canonical.ts'
import { type OpenedFile, openFile } from '../extract/open.ts'
import { ExtractError, type Sheet, type TextRow } from '../extract/sheet.ts'
import type { Finding } from '../validate/finding.ts'
import { newSource, type RecognisedSheet, type Source } from './source.ts'

/** Every sheet that was found, numbered in the order of a run, and those that can be loaded. */
export interface Inventory {
  sources: Source[]
  sheets: RecognisedSheet[]
  findings: Finding[]
}

const firstRows = async (sheet: Sheet): Promise<TextRow[]> => {
  const rows: TextRow[] = []
  for await (const chunk of sheet.chunks({ columns: null, after: 0, limit: HEADING_ROWS })) rows.push(...rowsOf(chunk))
  return rows
}

const refusal = (recognition: Exclude<Recognition, { kind: 'category' }>): Pick<Finding, 'rule' | 'severity' | 'message'> => {
  switch (recognition.kind) {
    case 'unknown':
      return {
        rule: 'unknown_file',
        severity: 'warning',
        message: '看不出是哪一类数据，未载入；请把文件名或所在文件夹改成类目代码（如 P0101）或类目名称',
      }
    case 'ambiguous': {
      const names = recognition.candidates.map(({ code, name }) => `${code} ${name}`).join('、')
      return {
        rule: 'ambiguous_file',
        severity: 'error',
        message: `标题同时符合${names}，未载入；请在文件名或文件夹名里写明类目代码`,
      }
    }
    case 'no_heading':
      return {
        rule: 'no_heading',
        severity: 'error',
        message: `按名称是“${recognition.category.name}”，但前 ${HEADING_ROWS} 行里没有可识别的标题行，未载入；请保留标题行`,
      }
    case 'missing_column':
      return {
        rule: 'missing_column',
        severity: 'error',
        message: `“${recognition.category.name}”缺少必需的列：${recognition.missing.join('、')}，未载入；请补上这些列后重新导出`,
      }
  }
}

/** Takes stock of a folder: opens, hashes and recognises every file without loading any. */
export class Stocktaking {
  readonly inventory: Inventory = { sources: [], sheets: [], findings: [] }
  private readonly recogniser: Recogniser

  constructor(pack: Catalogue) {
    this.recogniser = new Recogniser(pack)
  }

  private note(source: Source, finding: Pick<Finding, 'rule' | 'severity' | 'message'> & Partial<Finding>): void {
    this.inventory.findings.push({ src: source.src, row: null, category: source.category, column: null, text: null, ...finding })
  }

  private add(opened: OpenedFile, sheet: string): Source {
    const source = newSource(this.inventory.sources.length, opened.file.path, sheet, opened.sha256)
    this.inventory.sources.push(source)
    return source
  }

  private refuse(opened: OpenedFile, sheet: string, { rule, message }: ExtractError): void {
    this.note(this.add(opened, sheet), { rule, severity: 'error', message })
  }

  private async takeSheet(opened: OpenedFile, sheet: Sheet): Promise<void> {
    let rows: TextRow[]
    try {
      rows = await firstRows(sheet)
    } catch (error) {
      if (!(error instanceof ExtractError)) throw error
      return this.refuse(opened, sheet.name, error)
    }
    if (rows.length === 0 && opened.sheets.length > 1) return
    if (rows[0]?.cells.every((cell) => cell === '' || isMendingHeading(cell))) return
    const source = this.add(opened, sheet.name)
    source.encoding = sheet.encoding
    if ('dialect' in sheet) source.dialect = sheet.dialect
    const recognition = this.recogniser.recognise(opened.file.path, sheet.name, rows)
    if (recognition.kind === 'no_heading' || recognition.kind === 'missing_column') source.category = recognition.category.code
    if (recognition.kind !== 'category') return this.note(source, refusal(recognition))
    const { category, heading, by, confidence } = recognition
    source.category = category.code
    source.confidence = confidence
    const mends = mendingOf(opened.file.path, heading.unknown)
    source.period = mends ? null : periodOf(opened.file.path)
    source.headerRow = heading.line
    source.columns = category.columns
      .filter((column) => heading.columns.some((match) => match.column === column))
      .map(({ name }) => name)
    if (by === 'heading') {
      const message = `按标题认作“${category.name}”（把握 ${Math.round(confidence * 100)}%），请核对，或在文件名里写明类目代码 ${category.code}`
      this.note(source, { rule: 'by_heading', severity: 'info', message })
    }
    for (const { heading: text } of heading.unknown.filter((one) => !isMendingHeading(one.heading))) {
      this.note(source, {
        row: heading.line,
        column: text,
        rule: 'unknown_column',
        severity: 'info',
        text,
        message: `类目里没有“${text}”这一列，未载入`,
      })
    }
    for (const { heading: text } of heading.repeated) {
      this.note(source, {
        row: heading.line,
        column: text,
        rule: 'repeated_column',
        severity: 'warning',
        text,
        message: `“${text}”与前面的列重复，未载入`,
      })
    }
    this.inventory.sheets.push({
      source,
      period: source.period,
      category,
      heading,
      sheet,
      size: opened.file.size / opened.sheets.length,
      mends,
    })
  }

  /** Looks into one file of the folder. */
  async take(file: SourceFile): Promise<void> {
    for (const opened of await openFile(file)) {
      if (opened.problem) this.refuse(opened, '', opened.problem)
      for (const sheet of opened.sheets) await this.takeSheet(opened, sheet)
    }
  }
}
