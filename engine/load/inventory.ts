import { asideOf } from '../catalogue/aside.ts'
import type { Catalogue, MatchedHeading } from '../catalogue/heading.ts'
import { isMendingHeading, mendingOf } from '../catalogue/mending.ts'
import { periodOf } from '../catalogue/period.ts'
import { HEADING_ROWS, Recogniser, type Recognition } from '../catalogue/recognise.ts'
import type { SourceFile } from '../contract.ts'
import { type ReadRows, readTop } from '../extract/canonical.ts'
import { type OpenedFile, openFile } from '../extract/open.ts'
import { ExtractError, type SetAside, type Sheet } from '../extract/sheet.ts'
import { surveyFile } from '../extract/survey.ts'
import type { Finding } from '../validate/finding.ts'
import { mappingText } from './mapped.ts'
import { newSource, type RecognisedSheet, type Source } from './source.ts'
import { isTemplateFile, statedEncoding, type Templates } from './templates.ts'

/** Every sheet that was found, numbered in the order of a run, and those that can be loaded. */
export interface Inventory {
  sources: Source[]
  sheets: RecognisedSheet[]
  findings: Finding[]
}

/** What is said of a sheet that cannot be loaded. */
export const refusal = (
  recognition: Exclude<Recognition, { kind: 'category' }>,
): Pick<Finding, 'rule' | 'severity' | 'message'> => {
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
    case 'contradicted':
      return {
        rule: 'contradicted_name',
        severity: 'error',
        message: `按名称是“${recognition.category.name}”，标题却像“${recognition.other.name}”，未载入；请核对文件名，或在列映射里指明类目`,
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

/** Where no heading is found among the first rows and one of them cannot be read, that one may have been it. */
const unreadHeading = ({ line, text }: SetAside): Pick<Finding, 'rule' | 'severity' | 'message' | 'text'> => ({
  rule: 'bad_encoding',
  severity: 'error',
  text,
  message: `第 ${line} 行有不合文件编码的字节，认不出标题，未载入，请用 UTF-8 编码重新导出`,
})

/** Takes stock of a folder: opens, hashes and recognises every file without loading any. */
export class Stocktaking {
  readonly inventory: Inventory = { sources: [], sheets: [], findings: [] }
  private readonly recogniser: Recogniser

  constructor(
    pack: Catalogue,
    private readonly templates: Templates = { ready: [], problems: new Map() },
  ) {
    this.recogniser = new Recogniser(pack, templates.ready)
  }

  private note(source: Source, finding: Pick<Finding, 'rule' | 'severity' | 'message'> & Partial<Finding>): void {
    this.inventory.findings.push({ src: source.src, row: null, category: source.category, column: null, text: null, ...finding })
  }

  private add(opened: { file: Pick<SourceFile, 'path'>; sha256: string }, sheet: string): Source {
    const source = newSource(this.inventory.sources.length, opened.file.path, sheet, opened.sha256)
    this.inventory.sources.push(source)
    return source
  }

  private refuse(opened: OpenedFile, sheet: string, { rule, message }: ExtractError): void {
    this.note(this.add(opened, sheet), { rule, severity: 'error', message })
  }

  /** Headings that were taken for a near one, are unknown or repeated. */
  private noteHeadings(source: Source, { line, columns, unknown, repeated }: MatchedHeading): void {
    const say = (heading: string, rule: string, severity: Finding['severity'], message: string) =>
      this.note(source, { row: line, column: heading, rule, severity, text: heading, message })
    for (const { heading, column, by, confidence } of columns) {
      if (by !== 'similar') continue
      const sure = Math.round(confidence * 100)
      say(heading, 'similar_column', 'info', `“${heading}”按近似认作“${column.title}”（把握 ${sure}%），请核对`)
    }
    for (const { heading, suggestion } of unknown.filter((one) => !isMendingHeading(one.heading))) {
      const perhaps = suggestion ? `；可能是“${suggestion.column.title}”，请在列映射里确认` : ''
      say(heading, 'unknown_column', 'info', `类目里没有“${heading}”这一列，未载入${perhaps}`)
    }
    for (const { heading } of repeated) say(heading, 'repeated_column', 'warning', `“${heading}”与前面的列重复，未载入`)
  }

  private async takeSheet(opened: OpenedFile, sheet: Sheet): Promise<void> {
    let read: ReadRows
    try {
      read = await readTop(sheet, HEADING_ROWS)
    } catch (error) {
      if (!(error instanceof ExtractError)) throw error
      return this.refuse(opened, sheet.name, error)
    }
    const { rows, setAside } = read
    if (rows.length === 0 && setAside.length === 0 && opened.sheets.length > 1) return
    if (rows[0]?.cells.every((cell) => cell === '' || isMendingHeading(cell))) return
    const source = this.add(opened, sheet.name)
    source.encoding = sheet.encoding
    source.dialect = sheet.dialect ?? null
    const aside = asideOf(
      sheet.name,
      opened.sheets.map(({ name }) => name),
      rows,
    )
    if (aside) return this.note(source, { ...aside, severity: 'info' })
    if (sheet.hidden) {
      const message = `工作表“${sheet.name}”在工作簿里是隐藏的，已照常读取，请核对是否应当导入`
      this.note(source, { rule: 'hidden_sheet', severity: 'info', message })
    }
    const recognition = this.recogniser.recognise(opened.file.path, sheet.name, rows)
    if ('category' in recognition) source.category = recognition.category.code
    if (recognition.kind !== 'category') {
      const [unread] = setAside
      return this.note(source, unread ? unreadHeading(unread) : refusal(recognition))
    }
    const { category, heading, by, confidence, template } = recognition
    source.category = category.code
    Object.assign(source, { by, confidence, template: template?.path ?? null, mapping: mappingText(heading) })
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
    this.noteHeadings(source, heading)
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

  /** Says of each template what became of it. Those beside the files are listed where they are of no use. */
  finish(): void {
    const { ready, problems } = this.templates
    const { sources } = this.inventory
    const place = (path: string): Source =>
      sources.find((source) => source.path === path) ?? this.add({ file: { path }, sha256: '' }, '')
    for (const [path, message] of problems) this.note(place(path), { rule: 'bad_template', severity: 'error', message })
    for (const { path, name } of ready) {
      const source = sources.find((one) => one.path === path)
      const uses = sources.filter(({ template }) => template === path).length
      const message = uses > 0 ? `映射模板“${name}”，用于 ${uses} 个表` : `映射模板“${name}”，没有表与它的标题相符`
      if (source) this.note(source, { rule: 'template', severity: uses > 0 ? 'info' : 'warning', message })
    }
  }

  /** Looks into one file of the folder. */
  async take(file: SourceFile): Promise<void> {
    if (isTemplateFile(file)) {
      this.add({ file, sha256: (await surveyFile(file)).sha256 }, '')
      return
    }
    for (const opened of await openFile(file, statedEncoding(this.templates, file.path))) {
      if (opened.problem) this.refuse(opened, '', opened.problem)
      for (const sheet of opened.sheets) await this.takeSheet(opened, sheet)
    }
  }
}
