import { headingCandidates } from '../extract/heading.ts'
import type { TextRow } from '../extract/sheet.ts'
import type { Category, CodeList } from '../packs/pack.ts'
import { type Catalogue, ColumnNames, type MatchedHeading, matchHeading, plainName } from './heading.ts'
import { SimilarNames } from './similar.ts'
import { type ReadyTemplate, templateHeading } from './template.ts'

export type Evidence = 'sheet' | 'file' | 'folder' | 'heading' | 'template'

/** What a sheet was taken for. */
export type Recognition =
  | {
      kind: 'category'
      category: Category
      heading: MatchedHeading
      by: Evidence
      confidence: number
      template: ReadyTemplate | null
    }
  | { kind: 'no_heading' | 'missing_column'; category: Category; by: Evidence; missing: string[] }
  /** The name says one category, the headings clearly another. */
  | { kind: 'contradicted'; category: Category; by: Evidence; other: Category }
  | { kind: 'ambiguous'; candidates: Category[] }
  | { kind: 'unknown' }

/** A category a sheet may be, with the heading that speaks for it. */
export interface Candidate {
  category: Category
  heading: MatchedHeading
  /** Share of the row's cells and of the category's columns that fit, as their harmonic mean; near names count by their confidence. */
  fit: number
  /** The same if every suggestion were right. */
  fitAtBest: number
  missing: string[]
}

/** Rows at the top of a sheet among which the heading is looked for. */
export const HEADING_ROWS = 30

const MIN_FINGERPRINT = 0.7
/** A category of which so much would be left out is not meant. */
const MIN_WIDER = 0.5
const CLEAR_LEAD = 0.05
/** What the folder of the delivering department is worth between categories that fit alike. */
const DEPARTMENT_LEAD = 0.1
/** From here on headings gainsay a name, if they fit so much better than the named category. */
const GAINSAYING_FIT = 0.7
const GAINSAYING_LEAD = 0.12
const NEAR_ENOUGH = 0.7
const LEAST_SHARED = 3
/** Categories looked at closely, the likeliest first. */
const MOST_CANDIDATES = 16

const fitsOf = ({ columns, unknown, repeated }: MatchedHeading, category: Category): Pick<Candidate, 'fit' | 'fitAtBest'> => {
  const all = columns.length + unknown.length + repeated.length + category.columns.length
  const sure = columns.reduce((sum, { by, confidence }) => sum + (by === 'similar' ? confidence : 1), 0)
  const perhaps = new Set(unknown.flatMap(({ suggestion }) => suggestion?.column ?? [])).size
  return { fit: (2 * sure) / all, fitAtBest: (2 * (columns.length + perhaps)) / all }
}

const missingColumns = (category: Category, heading: MatchedHeading): string[] => {
  const present = new Set(heading.columns.map(({ column }) => column.name))
  return category.columns
    .filter(({ name, required }) => (required || name === category.person) && !present.has(name))
    .map(({ name, title }) => {
      const near = heading.unknown.find(({ suggestion }) => suggestion?.column.name === name)
      return near ? `${title}（可能是“${near.heading}”，请确认）` : title
    })
}

const hundredths = (value: number): number => Math.round(value * 100) / 100

/** Recognises sheets against one pack, and by the templates of departments. */
export class Recogniser {
  private readonly byCode = new Map<string, ColumnNames>()
  private readonly byName: { plain: string; names: ColumnNames }[] = []
  private readonly byHeading = new Map<string, ColumnNames[]>()
  private readonly lists: ReadonlyMap<string, CodeList>
  private readonly departments: { marks: string[]; categories: ReadonlySet<Category> }[]
  private readonly similar: SimilarNames

  constructor(
    pack: Catalogue,
    private readonly templates: readonly ReadyTemplate[] = [],
  ) {
    for (const category of pack.categories) {
      const names = new ColumnNames(category)
      this.byCode.set(category.code.toUpperCase(), names)
      const plain = plainName(category.name)
      this.byName.push({ plain, names })
      if (plain.endsWith('信息') && plain.length > 6) this.byName.push({ plain: plain.slice(0, -2), names })
      for (const name of names.all()) this.byHeading.set(name, [...(this.byHeading.get(name) ?? []), names])
    }
    this.byName.sort((left, right) => right.plain.length - left.plain.length)
    this.lists = new Map(pack.lists.map((list) => [list.code, list]))
    this.departments = (pack.departments ?? []).map(({ code, name, categories }) => ({
      marks: [code.toLowerCase(), plainName(name)],
      categories: new Set(categories),
    }))
    this.similar = new SimilarNames(this.byHeading.keys())
  }

  /** Says which category a sheet is: by a template, by its name, its file's, its folders' and its headings, in this order. */
  recognise(path: string, sheet: string, first: readonly TextRow[]): Recognition {
    const rows = headingCandidates(first)
    const named = this.namedBy(path, sheet)
    for (const template of this.templates) {
      const heading = templateHeading(template, path, sheet, rows, named?.names.category.code ?? null)
      if (!heading) continue
      const { category } = template
      const missing = missingColumns(category, heading)
      if (missing.length > 0) return { kind: 'missing_column', category, by: 'template', missing }
      return { kind: 'category', category, heading, by: 'template', confidence: 1, template }
    }
    return named ? this.byItsName(named.names, named.by, rows) : this.byFingerprint(path, rows)
  }

  /** The categories a sheet is most like, best first; for a person to choose from. */
  candidates(path: string, first: readonly TextRow[]): Candidate[] {
    return this.likely(path, headingCandidates(first))
  }

  private likely(path: string, rows: readonly TextRow[]): Candidate[] {
    const home = this.departmentOf(path)
    const rank = ({ fit, missing, category }: Candidate) =>
      fit + (home?.has(category) ? DEPARTMENT_LEAD : 0) - (missing.length > 0 ? DEPARTMENT_LEAD : 0)
    const likely = [...this.sharing(rows, this.complete(rows) ? this.known : this.near)]
      .map((names) => ({ names, fit: this.exact(names, rows)?.fit ?? 0 }))
      .sort((left, right) => right.fit - left.fit)
      .slice(0, MOST_CANDIDATES)
    return likely
      .flatMap(({ names }) => this.best(names, rows) ?? [])
      .sort((left, right) => rank(right) - rank(left) || (left.category.code < right.category.code ? -1 : 1))
  }

  /** The best heading of one category, if any row has some of its columns. */
  headingOf(code: string, first: readonly TextRow[]): Candidate | null {
    const names = this.byCode.get(code.toUpperCase())
    return names ? this.best(names, headingCandidates(first)) : null
  }

  /** Code of the category that sheet, file or folder is named after. */
  nameOf(path: string, sheet: string): string | undefined {
    return this.namedBy(path, sheet)?.names.category.code
  }

  private namedBy(path: string, sheet: string): { names: ColumnNames; by: Evidence } | null {
    const parts = path.split('/')
    const places: [Evidence, string][] = [
      ['sheet', sheet],
      ['file', parts.at(-1) as string],
    ]
    for (const folder of parts.slice(0, -1).reverse()) places.push(['folder', folder])
    for (const [by, text] of places) {
      const names = this.named(text)
      if (names) return { names, by }
    }
    return null
  }

  private named(text: string): ColumnNames | undefined {
    for (const token of text.toUpperCase().match(/[A-Z]+\d+|\d+|[A-Z]+/g) ?? []) {
      const names = this.byCode.get(token)
      if (names) return names
    }
    const plain = plainName(text)
    return this.byName.find((entry) => plain.includes(entry.plain))?.names
  }

  /** Categories of the department whose code or name a folder bears. */
  private departmentOf(path: string): ReadonlySet<Category> | undefined {
    for (const folder of path.split('/').slice(0, -1).reverse()) {
      const plain = plainName(folder)
      const tokens = new Set(plain.match(/[a-z]+\d+/g) ?? [])
      const home = this.departments.find(({ marks: [code = '', name = ''] }) => tokens.has(code) || plain.includes(name))
      if (home) return home.categories
    }
    return undefined
  }

  private byItsName(names: ColumnNames, by: Evidence, rows: readonly TextRow[]): Recognition {
    const { category } = names
    const best = this.best(names, rows)
    const other = this.gainsaying(best, category, rows)
    if (other) return { kind: 'contradicted', category, by, other }
    if (!best) return { kind: 'no_heading', category, by, missing: [] }
    const { heading, missing, fit } = best
    if (missing.length > 0) return { kind: 'missing_column', category, by, missing }
    return { kind: 'category', category, heading, by, confidence: hundredths(0.8 + 0.2 * fit), template: null }
  }

  /** Another category that the headings fit so much better that the name is in doubt. */
  private gainsaying(named: Candidate | null, category: Category, rows: readonly TextRow[]): Category | null {
    const fit = named && named.missing.length === 0 ? named.fit : 0
    if (fit >= 1 - GAINSAYING_LEAD) return null
    const others = [...this.sharing(rows, this.known)].flatMap((names) =>
      names.category === category ? [] : (this.best(names, rows) ?? []),
    )
    const [best] = others.filter(({ missing }) => missing.length === 0).sort((left, right) => right.fit - left.fit)
    const clear = best && best.fit >= GAINSAYING_FIT && best.fit - (named?.fit ?? 0) >= GAINSAYING_LEAD
    return clear ? best.category : null
  }

  private byFingerprint(path: string, rows: readonly TextRow[]): Recognition {
    const candidates = this.likely(path, rows)
    const first = candidates.find(({ fit, missing }) => fit >= MIN_FINGERPRINT && missing.length === 0)
    if (!first) return { kind: 'unknown' }
    const home = this.departmentOf(path)
    const lead = ({ category }: Candidate) => (home?.has(category) ? DEPARTMENT_LEAD : 0)
    const close = candidates.filter((other) => {
      if (other === first) return false
      const near = other.fitAtBest >= MIN_FINGERPRINT && first.fit + lead(first) - other.fitAtBest - lead(other) < CLEAR_LEAD
      return near || this.knowsAsMuch(other, first, home)
    })
    if (close.length > 0) return { kind: 'ambiguous', candidates: [first, ...close].map(({ category }) => category) }
    const { category, heading, fit } = first
    return { kind: 'category', category, heading, by: 'heading', confidence: hundredths(0.9 * fit), template: null }
  }

  /** A wider category that knows every heading the first one knows might be meant, with columns left out. */
  private knowsAsMuch(other: Candidate, first: Candidate, home: ReadonlySet<Category> | undefined): boolean {
    if (home?.has(first.category) && !home.has(other.category)) return false
    return other.fitAtBest >= MIN_WIDER && other.heading.columns.length >= first.heading.columns.length
  }

  /** Whether some row has known names alone, so that near ones need not be tried. */
  private complete(rows: readonly TextRow[]): boolean {
    return rows.some(({ cells }) => {
      const names = cells.map(plainName).filter((plain) => plain !== '')
      return names.length >= LEAST_SHARED && names.every((plain) => this.byHeading.has(plain))
    })
  }

  private readonly known = (plain: string): readonly string[] => (this.byHeading.has(plain) ? [plain] : [])

  private readonly near = (plain: string): readonly string[] => {
    if (this.byHeading.has(plain)) return [plain]
    return this.similar.of(plain).flatMap(({ name, similarity }) => (similarity >= NEAR_ENOUGH ? [name] : []))
  }

  /** Categories that share some headings with some row. */
  private sharing(rows: readonly TextRow[], known: (plain: string) => readonly string[]): Set<ColumnNames> {
    const found = new Set<ColumnNames>()
    for (const row of rows) {
      const counts = new Map<ColumnNames, number>()
      for (const cell of row.cells) {
        const here = new Set(known(plainName(cell)).flatMap((name) => this.byHeading.get(name) ?? []))
        for (const names of here) counts.set(names, (counts.get(names) ?? 0) + 1)
      }
      for (const [names, count] of counts) if (count >= Math.min(LEAST_SHARED, names.category.columns.length)) found.add(names)
    }
    return found
  }

  private exact(names: ColumnNames, rows: readonly TextRow[]): Candidate | null {
    return bestOf(names, rows, (row) => matchHeading(names, row.line, row.cells))
  }

  /** The row that fits a category best as its heading; near names are tried where known names leave something open. */
  private best(names: ColumnNames, rows: readonly TextRow[]): Candidate | null {
    const exact = this.exact(names, rows)
    if (exact && exact.heading.unknown.length === 0) return exact
    const likely = exact ? rows.filter(({ line }) => line === exact.heading.line) : rows
    return bestOf(names, likely, (row) => {
      const below = rowsBelow(rows, row.line)
      const cells = (index: number) => below.map((one) => one.cells[index] ?? '')
      return matchHeading(names, row.line, row.cells, { similar: this.similar, lists: this.lists, below: cells })
    })
  }
}

/** Rows behind a line as they stand; candidates for a heading that were made of them come after them. */
const rowsBelow = (rows: readonly TextRow[], line: number): TextRow[] => {
  const below = new Map<number, TextRow>()
  for (const row of rows) if (row.line > line && !below.has(row.line)) below.set(row.line, row)
  return [...below.values()]
}

const bestOf = (names: ColumnNames, rows: readonly TextRow[], match: (row: TextRow) => MatchedHeading): Candidate | null => {
  const { category } = names
  let best: Candidate | null = null
  for (const row of rows) {
    const heading = match(row)
    const enough = heading.columns.length >= Math.min(2, category.columns.length)
    const fits = fitsOf(heading, category)
    if (enough && (!best || fits.fit > best.fit))
      best = { category, heading, ...fits, missing: missingColumns(category, heading) }
  }
  return best
}

/** The heading of a category that ends on this line, if its name has been recognised there. */
export const headingAt = (category: Category, first: readonly TextRow[], line: number): MatchedHeading | undefined =>
  bestOf(
    new ColumnNames(category),
    headingCandidates(first).filter((row) => row.line === line),
    (row) => matchHeading(new ColumnNames(category), row.line, row.cells),
  )?.heading
