import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { pad2 } from '../calendar.ts'
import type { SampleCatalogue, SampleCategory } from '../catalogue.ts'
import { hashText, type Random } from '../random.ts'
import { CsvFile, type RowFile } from './csv.ts'
import { spoil } from './dirt.ts'
import { plant } from './faults.ts'
import { type Cell, cellKindFor, type Formatter, formatterFor } from './format.ts'
import { type Style, styleOf } from './style.ts'
import type { Truth } from './truth.ts'
import { XlsxFile } from './xlsx.ts'

export type Cells = Readonly<Record<string, Cell>>

/** Whom a row is about. */
export interface Named {
  id: string
  name: string
}

/** Where a row comes from: the household, its random numbers and how much dirt falls. */
export interface RowSource {
  hhNo: string
  random: Random
  dirt: number
  /** Draws of its own for faults of every kind, so that what is not spoilt stays as in a clean county; null for the common few. */
  faults: Random | null
}

export interface CategoryOptions {
  out: string
  seed: number
  month: number
  expectedRows: number
  splitMonth: number | null
  /** Whether lines that are no heading may stand above it. */
  preamble: boolean
  truth: Truth
}

interface Part {
  path: string
  file: RowFile
  rows: number
}

const checkedRows = 300

function monthTag(month: number): string {
  return `${Math.floor(month / 12)}${pad2((month % 12) + 1)}`
}

/** Writes one category the way its department sends it: one file, or two periods of an event category. */
export class CategoryWriter {
  readonly style: Style
  rows = 0
  /** Where the row written last stands. */
  last = { file: '', row: 0, sheet: '' }
  private readonly formatters: readonly Formatter[]
  private readonly names: readonly string[]
  private readonly timeType: string | null
  private readonly parts: Part[] = []
  private readonly texts: string[]
  private readonly cells: Cell[]
  private readonly idAt: number
  private readonly nameAt: number
  private readonly updatedAt: number

  constructor(
    private readonly catalogue: SampleCatalogue,
    private readonly category: SampleCategory,
    private readonly options: CategoryOptions,
  ) {
    this.style = styleOf(category, options.seed, options.expectedRows)
    this.formatters = category.columns.map((column) => formatterFor(catalogue, column, this.style))
    this.names = category.columns.map((column) => column.name)
    this.texts = this.names.map(() => '')
    this.cells = this.names.map(() => null)
    this.idAt = this.names.indexOf('id_no')
    this.nameAt = this.names.indexOf('name')
    this.updatedAt = this.names.indexOf('upd_time')
    this.timeType = category.columns.find((column) => column.name === category.time)?.type ?? null
    if (options.splitMonth !== null) this.parts.push(this.open(options.splitMonth))
    this.parts.push(this.open(options.month))
  }

  /** Writes one row; number and name come from the person where the cells do not say, the update time always. */
  put(cells: Cells, person: Named | null, updated: number, source: RowSource): void {
    if (this.rows < checkedRows) this.checkNames(cells)
    const { texts, names, formatters } = this
    for (let i = 0; i < texts.length; i++) {
      let cell = cells[names[i] ?? '']
      if (cell === undefined)
        cell = i === this.idAt ? person?.id : i === this.nameAt ? person?.name : i === this.updatedAt ? updated : undefined
      texts[i] = formatters[i]?.(cell) ?? ''
      this.cells[i] = cell
    }
    const part = this.partFor(cells)
    const idNo = person?.id ?? (typeof cells.id_no === 'string' ? cells.id_no : '')
    if (source.faults) {
      this.putFaulty(part, source, source.faults, idNo)
      return
    }
    const spoilt = source.dirt > 0 && source.random.chance(source.dirt) ? spoil(this.category, texts, source.random) : null
    let row = part.file.row(texts)
    this.count(part)
    this.last = { file: part.path, row, sheet: part.file.sheet }
    if (!spoilt) return
    if (spoilt.kind === 'repeat') {
      row = part.file.row(texts)
      this.count(part)
    }
    this.options.truth.note({
      kind: spoilt.kind,
      file: part.path,
      row,
      hhNo: source.hhNo,
      idNo,
      column: this.names[spoilt.column] ?? '',
      value: spoilt.value,
      sheet: part.file.sheet,
      rule: '',
    })
  }

  /** Writes one row, or with the share of faults one that something was done to. */
  private putFaulty(part: Part, source: RowSource, random: Random, idNo: string): void {
    const { catalogue, category, texts, cells, style } = this
    const row = { catalogue, category, cells, texts, plainText: style.format === 'csv', random }
    const fault = random.chance(source.dirt) ? plant(row) : null
    if (fault?.also === 'before') this.putRow(part, texts)
    const spoilt = texts.map((text, i) => (i === fault?.column ? fault.value : text))
    const written = fault?.also === 'cell' ? [...spoilt, fault.value] : spoilt
    const other = fault?.also === 'heading' ? style.headings : texts.map((_, i) => (i === 0 ? '合计' : ''))
    const apart = fault?.also === 'heading' || fault?.also === 'total' ? part.file.row(other) : null
    const line = this.putRow(part, written)
    this.rows += 1
    if (!fault) return
    this.options.truth.note({
      kind: fault.kind,
      file: part.path,
      row: apart ?? line,
      hhNo: source.hhNo,
      idNo,
      column: this.names[fault.column] ?? '',
      value: fault.value,
      sheet: part.file.sheet,
      rule: fault.rule ?? 'none',
    })
  }

  private putRow(part: Part, texts: readonly string[]): number {
    const row = part.file.row(texts)
    part.rows += 1
    this.last = { file: part.path, row, sheet: part.file.sheet }
    return row
  }

  close(): void {
    for (const part of this.parts) {
      if (this.style.footer) part.file.note(this.names.map((_, i) => (i === 0 ? '合计' : i === 1 ? `${part.rows}` : '')))
      part.file.close()
    }
  }

  private count(part: Part): void {
    part.rows += 1
    this.rows += 1
  }

  private checkNames(cells: Cells): void {
    for (const name of Object.keys(cells)) {
      if (!this.names.includes(name)) throw new Error(`${this.category.code} 没有列 ${name}：请改正合成数据的生成代码`)
    }
  }

  private partFor(cells: Cells): Part {
    const last = this.parts[this.parts.length - 1]
    const first = this.parts[0]
    if (!last || !first) throw new Error(`${this.category.code} 没有打开的文件`)
    if (this.parts.length === 1 || this.category.time === null) return last
    const time = cells[this.category.time]
    if (typeof time !== 'number' || time === 0) return last
    return this.monthOfTime(time) <= (this.options.splitMonth ?? 0) ? first : last
  }

  private monthOfTime(time: number): number {
    if (this.timeType === 'month') return time
    const date = new Date((this.timeType === 'datetime' ? time : time * 86_400) * 1000)
    return date.getUTCFullYear() * 12 + date.getUTCMonth()
  }

  private open(month: number): Part {
    const { category, style } = this
    const folder = `${category.department}${category.departmentName}`
    const path = `${folder}/${category.code}_${category.name.replace(/[\\/:*?"<>|]/g, '')}_${monthTag(month)}.${style.format}`
    mkdirSync(join(this.options.out, folder), { recursive: true })
    const full = join(this.options.out, path)
    const kinds = category.columns.map((column) => cellKindFor(column, style))
    const file: RowFile =
      style.format === 'csv' ? new CsvFile(full, style) : new XlsxFile(full, kinds, style.sheetRows, style.headings)
    const blank = this.names.slice(1).map(() => '')
    const lines = this.options.preamble ? hashText(category.code, this.options.seed) % 4 : 0
    for (let line = 0; line < lines; line++)
      file.note(line === 1 ? ['', ...blank] : [`导出说明${line + 1}：本表由业务系统导出`, ...blank])
    if (style.titleRows > 0) file.note([`${category.departmentName}${category.name}（合成数据）`, ...blank])
    if (style.titleRows > 1) file.note(['填报单位：', category.departmentName, ...blank.slice(1)])
    file.note(style.headings)
    return { path, file, rows: 0 }
  }
}
