import { headingCandidates } from '../extract/heading.ts'
import type { TextRow } from '../extract/sheet.ts'
import type { Category } from '../packs/pack.ts'
import { type Catalogue, ColumnNames, type MatchedHeading, matchHeading, plainName } from './heading.ts'

export type Evidence = 'sheet' | 'file' | 'folder' | 'heading'

/** What a sheet was taken for. */
export type Recognition =
  | { kind: 'category'; category: Category; heading: MatchedHeading; by: Evidence; confidence: number }
  | { kind: 'no_heading' | 'missing_column'; category: Category; by: Evidence; missing: string[] }
  | { kind: 'ambiguous'; candidates: Category[] }
  | { kind: 'unknown' }

/** Rows at the top of a sheet among which the heading is looked for. */
export const HEADING_ROWS = 30

const MIN_FINGERPRINT = 0.7
const CLEAR_LEAD = 0.05

interface Candidate {
  names: ColumnNames
  heading: MatchedHeading
  /** Share of the row's cells and of the category's columns that fit, as their harmonic mean. */
  fit: number
}

const fitOf = (heading: MatchedHeading, category: Category): number => {
  const cells = heading.columns.length + heading.unknown.length + heading.repeated.length
  return cells === 0 ? 0 : (2 * heading.columns.length) / (cells + category.columns.length)
}

const missingColumns = (category: Category, heading: MatchedHeading): string[] => {
  const present = new Set(heading.columns.map(({ column }) => column.name))
  return category.columns
    .filter(({ name, required }) => (required || name === category.person) && !present.has(name))
    .map(({ title }) => title)
}

/** Recognises sheets against one pack. */
export class Recogniser {
  private readonly byCode = new Map<string, ColumnNames>()
  private readonly byName: { plain: string; names: ColumnNames }[] = []
  private readonly byHeading = new Map<string, ColumnNames[]>()

  constructor(pack: Pick<Catalogue, 'categories'>) {
    for (const category of pack.categories) {
      const names = new ColumnNames(category)
      this.byCode.set(category.code.toUpperCase(), names)
      const plain = plainName(category.name)
      this.byName.push({ plain, names })
      if (plain.endsWith('信息') && plain.length > 6) this.byName.push({ plain: plain.slice(0, -2), names })
      for (const name of names.all()) this.byHeading.set(name, [...(this.byHeading.get(name) ?? []), names])
    }
    this.byName.sort((left, right) => right.plain.length - left.plain.length)
  }

  /** Says which category a sheet is, by its name, its file's, its folders' and its headings, in this order. */
  recognise(path: string, sheet: string, first: readonly TextRow[]): Recognition {
    const rows = headingCandidates(first)
    const parts = path.split('/')
    const places: [Evidence, string][] = [
      ['sheet', sheet],
      ['file', parts.at(-1) as string],
    ]
    for (const folder of parts.slice(0, -1).reverse()) places.push(['folder', folder])
    for (const [by, text] of places) {
      const named = this.named(text)
      if (named) return this.byItsName(named, by, rows)
    }
    return this.byFingerprint(rows)
  }

  private named(text: string): ColumnNames | undefined {
    for (const token of text.toUpperCase().match(/[A-Z]+\d+|\d+|[A-Z]+/g) ?? []) {
      const names = this.byCode.get(token)
      if (names) return names
    }
    const plain = plainName(text)
    return this.byName.find((entry) => plain.includes(entry.plain))?.names
  }

  private byItsName(names: ColumnNames, by: Evidence, rows: readonly TextRow[]): Recognition {
    const { category } = names
    const best = bestHeading(names, rows)
    if (!best) return { kind: 'no_heading', category, by, missing: [] }
    const missing = missingColumns(category, best.heading)
    if (missing.length > 0) return { kind: 'missing_column', category, by, missing }
    return { kind: 'category', category, heading: best.heading, by, confidence: Math.round((0.8 + 0.2 * best.fit) * 100) / 100 }
  }

  private byFingerprint(rows: readonly TextRow[]): Recognition {
    const candidates: Candidate[] = []
    for (const names of this.possible(rows)) {
      const best = bestHeading(names, rows)
      if (best && best.fit >= MIN_FINGERPRINT && missingColumns(names.category, best.heading).length === 0) candidates.push(best)
    }
    candidates.sort((left, right) => right.fit - left.fit)
    const [first] = candidates
    if (!first) return { kind: 'unknown' }
    const close = candidates.filter(({ fit }) => first.fit - fit < CLEAR_LEAD)
    if (close.length > 1) return { kind: 'ambiguous', candidates: close.map(({ names }) => names.category) }
    const confidence = Math.round(0.9 * first.fit * 100) / 100
    return { kind: 'category', category: first.names.category, heading: first.heading, by: 'heading', confidence }
  }

  /** Categories that share at least three headings with some row. */
  private possible(rows: readonly TextRow[]): ColumnNames[] {
    const shared = new Map<ColumnNames, number>()
    for (const row of rows) {
      const counts = new Map<ColumnNames, number>()
      for (const cell of row.cells) {
        for (const names of this.byHeading.get(plainName(cell)) ?? []) counts.set(names, (counts.get(names) ?? 0) + 1)
      }
      for (const [names, count] of counts) shared.set(names, Math.max(count, shared.get(names) ?? 0))
    }
    return [...shared].filter(([, count]) => count >= 3).map(([names]) => names)
  }
}

const bestHeading = (names: ColumnNames, rows: readonly TextRow[]): Candidate | null => {
  let best: Candidate | null = null
  for (const row of rows) {
    const heading = matchHeading(names, row.line, row.cells)
    const enough = heading.columns.length >= Math.min(2, names.category.columns.length)
    const fit = fitOf(heading, names.category)
    if (enough && (!best || fit > best.fit)) best = { names, heading, fit }
  }
  return best
}

/** The heading of a category that ends on this line, if its name has been recognised there. */
export const headingAt = (category: Category, first: readonly TextRow[], line: number): MatchedHeading | undefined =>
  bestHeading(
    new ColumnNames(category),
    headingCandidates(first).filter((row) => row.line === line),
  )?.heading
