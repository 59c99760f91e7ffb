import type { MatchedHeading } from '../catalogue/heading.ts'
import { type Candidate, HEADING_ROWS, Recogniser, type Recognition } from '../catalogue/recognise.ts'
import { periodOfUnit } from '../catalogue/template.ts'
import type { CatalogueColumn, HeadingLook, SheetLook } from '../contract/mapping.ts'
import { readTop } from '../extract/canonical.ts'
import { type OpenedFile, openFile } from '../extract/open.ts'
import { ExtractError, type Sheet, type TextRow } from '../extract/sheet.ts'
import { refusal } from '../load/inventory.ts'
import { isTemplateFile, readTemplates, statedEncoding } from '../load/templates.ts'
import { builtinPack } from '../packs/index.ts'
import type { Category, Pack } from '../packs/pack.ts'
import { maskSample } from '../report/mask.ts'
import { breathe } from '../run.ts'
import type { Jobs } from './protocol.ts'

const SAMPLES = 4
const CANDIDATES = 6
/** Below this fit a person says the category first. */
const LIKELY = 0.5

const catalogueColumns = (pack: Pack, { columns, person }: Category): CatalogueColumn[] =>
  columns.map(({ name, title, type, unit, list, required }) => ({
    name,
    title,
    type,
    unit: unit ?? '',
    period: periodOfUnit(unit),
    required: required === true || name === person,
    codes: list === undefined ? [] : (pack.list(list)?.items.map((item) => ({ code: item.code, name: item.name })) ?? []),
  }))

const samplesBelow = (rows: readonly TextRow[], line: number, index: number): string[] => {
  const texts = rows.filter((row) => row.line > line).map(({ cells }) => (cells[index] ?? '').trim())
  return [...new Set(texts.filter((text) => text !== ''))].slice(0, SAMPLES)
}

const nothing = { column: null, by: '', confidence: 0, suggestion: null }

/** Every heading of a row, with the column it has or may have. */
const headingLooks = (rows: readonly TextRow[], line: number, matched: MatchedHeading | null): HeadingLook[] => {
  const cells = rows.find((row) => row.line === line)?.cells ?? []
  const seen = new Map<string, number>()
  return cells.flatMap((cell, index): HeadingLook[] => {
    const heading = cell.trim()
    if (heading === '') return []
    const nth = (seen.get(heading) ?? 0) + 1
    seen.set(heading, nth)
    const match = matched?.columns.find((one) => one.index === index)
    const suggestion = matched?.unknown.find((one) => one.index === index)?.suggestion
    const samples = samplesBelow(rows, line, index).map((text) => maskSample(text, match?.column))
    const known = match
      ? { column: match.column.name, by: match.by, confidence: match.confidence, suggestion: null }
      : { ...nothing, suggestion: suggestion ? { column: suggestion.column.name, confidence: suggestion.confidence } : null }
    return [{ index, heading, nth, ...known, samples }]
  })
}

/** The row that looks most like a heading where no category says: the first with the most cells that are words. */
const likelyLine = (rows: readonly TextRow[]): number | null => {
  const words = ({ cells }: TextRow): number => new Set(cells.filter((cell) => /\p{L}/u.test(cell) && !/\d{4}/.test(cell))).size
  const most = Math.max(0, ...rows.slice(0, 10).map(words))
  return rows.find((row) => words(row) === most)?.line ?? null
}

interface Asked {
  category: string | null
  headingRow: number | null
}

const rounded = (value: number): number => Math.round(value * 100) / 100

const lookAt = (
  pack: Pack,
  recogniser: Recogniser,
  opened: OpenedFile,
  sheet: Sheet,
  rows: readonly TextRow[],
  asked: Asked | null,
): SheetLook => {
  const { path } = opened.file
  const recognition = recogniser.recognise(path, sheet.name, rows)
  const candidates = recogniser.candidates(path, rows).slice(0, CANDIDATES)
  const taken = recognition.kind === 'category' ? recognition : null
  const considered = asked?.headingRow
    ? rows.filter(({ line }) => line === asked.headingRow || line > (asked.headingRow ?? 0))
    : rows
  const code = asked?.category ?? likeliest(recognition, candidates)
  const category = pack.category(code)
  const own = taken && taken.category.code === code && !asked?.headingRow ? taken.heading : null
  const matched = own ?? (code === '' ? null : (recogniser.headingOf(code, considered)?.heading ?? null))
  const headingRow = asked?.headingRow ?? matched?.line ?? likelyLine(rows)
  const headings = headingRow === null ? [] : headingLooks(rows, headingRow, matched?.line === headingRow ? matched : null)
  const present = new Set(headings.map(({ column }) => column))
  const columns = category ? catalogueColumns(pack, category) : []
  return {
    path,
    sheet: sheet.name,
    encoding: sheet.encoding,
    taken: taken?.category.code ?? '',
    by: 'by' in recognition ? recognition.by : '',
    confidence: taken?.confidence ?? 0,
    template: taken?.template?.name ?? '',
    problem: recognition.kind === 'category' ? '' : refusal(recognition).message,
    named: recogniser.nameOf(path, sheet.name) ?? '',
    candidates: candidates.map((one) => ({ category: one.category.code, confidence: rounded(one.fit), missing: one.missing })),
    category: category?.code ?? '',
    columns,
    headingRow,
    headings,
    missing: columns.filter(({ required, name }) => required && !present.has(name)).map(({ title }) => title),
  }
}

const likeliest = (recognition: Recognition, [first]: readonly Candidate[]): string => {
  if (recognition.kind === 'contradicted') return recognition.other.code
  if ('category' in recognition) return recognition.category.code
  return first && first.fitAtBest >= LIKELY ? first.category.code : ''
}

const closed = (path: string, sheet: string, problem: string): SheetLook => ({
  path,
  sheet,
  encoding: '',
  taken: '',
  by: '',
  confidence: 0,
  template: '',
  problem,
  named: '',
  candidates: [],
  category: '',
  columns: [],
  headingRow: null,
  headings: [],
  missing: [],
})

/** Looks into offered files without loading any: what each sheet is or may be, heading by heading. */
export const inspectJob: Jobs['inspect'] = async ({ pack: name, templates: given, at }, host) => {
  const pack = builtinPack(name)
  const templates = await readTemplates(pack, host.files, given)
  const recogniser = new Recogniser(pack, templates.ready)
  const sheets: SheetLook[] = []
  for (const file of host.files.filter((one) => !isTemplateFile(one))) {
    for (const opened of await openFile(file, statedEncoding(templates, file.path))) {
      const { path } = opened.file
      if (opened.problem) sheets.push(closed(path, '', opened.problem.message))
      for (const sheet of opened.sheets) {
        if (at && (at.path !== path || at.sheet !== sheet.name)) continue
        try {
          const { rows } = await readTop(sheet, HEADING_ROWS)
          if (rows.length > 0) sheets.push(lookAt(pack, recogniser, opened, sheet, rows, at))
        } catch (error) {
          if (!(error instanceof ExtractError)) throw error
          sheets.push(closed(path, sheet.name, error.message))
        }
      }
    }
    host.progress({ stage: 'extract', done: sheets.length, total: host.files.length, note: file.path })
    await breathe(host.signal)
  }
  const catalogue = pack.departments.flatMap((department) =>
    department.categories.map((category) => ({
      code: category.code,
      name: category.name,
      department: department.code,
      departmentName: department.name,
    })),
  )
  return { sheets, catalogue }
}
