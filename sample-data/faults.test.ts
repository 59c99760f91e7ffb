import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { openNodeDatabase } from '../engine/host/node.ts'
import { loadExtracts } from '../engine/load/load.ts'
import type { Source } from '../engine/load/source.ts'
import { builtinPack } from '../engine/packs/index.ts'
import type { Database } from '../engine/sql/database.ts'
import { id, sql } from '../engine/sql/tag.ts'
import { RULES, type RuleCode } from '../engine/validate/rules.ts'
import { nodeFolder } from '../main/cli/folder.ts'
import { generateCounty } from './generate.ts'

/** Rules about whole files, and those no row of the generator can break: they have tests of their own beside the loader. */
const ELSEWHERE =
  /^(unreadable|bad_|record_too|empty_|unknown_|ambiguous_|no_|missing_|by_|repeated_column|beyond_|superseded|late_|mended|(school)?year_|id_other|contradicted_|template|similar_|hidden_|explanation|blank_|stated_|period_)/
const AS_OF = '2025-05-18'
const pack = builtinPack('pinghu')
const folder = mkdtempSync(join(tmpdir(), 'faults-'))

interface County {
  db: Database
  sources: readonly Source[]
}

interface Planted {
  kind: string
  place: string
  path: string
  row: number
  column: string
  value: string
  rule: string
}

interface Found {
  src: number
  line: number | null
  category: string | null
  column_name: string | null
  rule: RuleCode
  severity: string
  text: string | null
  [name: string]: string | number | null
}

const place = (path: string, sheet: string, row: number): string => `${path}|${sheet}|${row}`

const load = async (name: string, dirt: number): Promise<County> => {
  const out = join(folder, name)
  generateCounty({
    households: 300,
    seed: 1,
    asOf: AS_OF,
    dirt,
    faults: 'all',
    months: 12,
    out,
    truth: join(folder, `${name}-truth`),
  })
  const db = await openNodeDatabase()
  const { sources } = await loadExtracts(db, pack, await nodeFolder(out), { asOf: AS_OF })
  return { db, sources }
}

const cells = (line: string): string[] =>
  [...line.matchAll(/("(?:[^"]|"")*"|[^,]*)(?:,|$)/g)].map((cell) => (cell[1] ?? '').replace(/^"|"$/g, '').replaceAll('""', '"'))

const readTruth = (): Planted[] =>
  readFileSync(join(folder, 'dirty-truth', 'planted.csv'), 'utf8')
    .trimEnd()
    .split('\n')
    .slice(1)
    .map(cells)
    .filter(([, , , , , , , , rule]) => rule !== '')
    .map(([kind = '', path = '', row = '', , , column = '', value = '', sheet = '', rule = '']) => ({
      kind,
      place: place(path, sheet, Number(row)),
      path,
      row: Number(row),
      column,
      value: value.replaceAll('\\n', '\n'),
      rule,
    }))

let clean: County
let dirty: County
let planted: Planted[]
let found: Found[]

beforeAll(async () => {
  clean = await load('clean', 0)
  dirty = await load('dirty', 0.3)
  planted = readTruth()
  found = dirty.db.rows<Found>(
    sql`SELECT src::INTEGER AS src, "row" AS line, category, column_name, rule, severity, text FROM finding`,
  )
}, 900_000)
afterAll(() => {
  clean.db.close()
  dirty.db.close()
  rmSync(folder, { recursive: true, force: true })
})

const placeOf = (county: County, src: number, row: number): string => {
  const { path, sheet } = county.sources[src] as Source
  return place(path, sheet, row)
}
const isRefusal = (rule: string): boolean => rule !== 'none' && RULES[rule as RuleCode].severity === 'error'

test('the clean county has nothing to mend', () => {
  expect(clean.db.rows(sql`SELECT rule, "row" FROM finding WHERE severity <> 'info' AND rule <> 'unknown_file'`)).toEqual([])
  for (const { rowsIn, loaded, footer, path } of clean.sources) expect(loaded + footer, path).toBe(rowsIn)
})

test('faults of every rule are planted, and some in every category', () => {
  const rules = new Set(planted.map(({ rule }) => rule))
  expect(Object.keys(RULES).filter((rule) => !rules.has(rule) && !ELSEWHERE.test(rule))).toEqual([])
  const categories = new Set(planted.map(({ path }) => /([A-Z]\d{4})_/.exec(path)?.[1]))
  const large = pack.categories.filter(
    ({ code }) => clean.sources.filter((one) => one.category === code).reduce((sum, { loaded }) => sum + loaded, 0) > 20,
  )
  expect(large.filter(({ code }) => !categories.has(code)).map(({ code }) => code)).toEqual([])
})

test('every planted fault is found in its file, row and column, by its rule and with its text', () => {
  const byPlace = new Map<string, Found[]>()
  for (const one of found) {
    if (one.line === null) continue
    const at = placeOf(dirty, one.src, one.line)
    byPlace.set(at, [...(byPlace.get(at) ?? []), one])
  }
  const missed = planted
    .filter(({ rule }) => rule !== 'none')
    .filter(
      ({ place: at, rule, column, value }) =>
        !byPlace
          .get(at)
          ?.some(
            (one) =>
              one.rule === rule &&
              (one.column_name ?? '') === (rule === 'key_repeated' ? '' : column) &&
              (one.column_name === null || (one.text ?? '').trim() === value.trim()),
          ),
    )
  expect(
    missed.map((one) => ({
      ...one,
      got: byPlace.get(one.place)?.map(({ rule, column_name, text }) => [rule, column_name, text]),
    })),
  ).toEqual([])
})

/** Rows of a file in the order in which the clean county has them: what was written in addition is left out. */
const inOrder = (
  county: County,
  code: string,
): Map<string, { place: string; loaded: boolean; cells: Record<string, unknown> }[]> => {
  const extra = new Set(planted.filter(({ kind }) => kind === 'key_repeated').map((one) => one.place))
  const rows = county.db
    .rows<Record<string, string | number>>(
      sql`SELECT _src::INTEGER AS src, _row AS line, COLUMNS(* EXCLUDE (_src, _row))::VARCHAR FROM ${id(`raw.${code}`)}`,
    )
    .map(({ src, line, ...rest }) => ({
      src: Number(src),
      line: Number(line),
      loaded: true,
      cells: rest as Record<string, unknown>,
    }))
  const refused = county === clean ? [] : planted.filter(({ rule, path }) => isRefusal(rule) && path.includes(`/${code}_`))
  for (const one of refused) {
    const src = county.sources.findIndex(({ path, sheet }) => place(path, sheet, one.row) === one.place)
    rows.push({ src, line: one.row, loaded: false, cells: {} })
  }
  const files = new Map<string, { place: string; loaded: boolean; cells: Record<string, unknown> }[]>()
  rows.sort((left, right) => left.src - right.src || left.line - right.line)
  for (const row of rows) {
    const at = placeOf(county, row.src, row.line)
    if (county === dirty && extra.has(at)) continue
    const { path } = county.sources[row.src] as Source
    const list = files.get(path) ?? []
    list.push({ place: at, loaded: row.loaded, cells: row.cells })
    files.set(path, list)
  }
  return files
}

/** What a fault leaves of the value that was there; a fault that is not named leaves none. */
const LEFT: Readonly<Record<string, (value: string) => string | null>> = {
  line_break: (value) => `${value}\n（续）`,
  date_precision: (value) => `${value.slice(0, 7)}-01`,
  date_year: (value) => `${value.slice(0, 4)}-01-01`,
  date_ambiguous: (value) => `${value.slice(0, 4)}-01-01`,
}
for (const kind of [
  'id_full_width',
  'id_lower',
  'id_invisible',
  'id_15',
  'date_form',
  'date_weekday',
  'date_numerals',
  'date_time',
  'money_scaled',
  'amount_odd',
  'invisible',
  'name_spaces',
])
  (LEFT as Record<string, (value: string) => string>)[kind] = (value) => value
const KEPT = new Set([
  'id_check',
  'id_birth',
  'id_region',
  'uscc_check',
  'cert_form',
  'cert_person',
  'cert_content',
  'card_check',
  'region_old',
  'region_unknown',
  'range',
  'orphan',
])

describe('what nothing was done to', () => {
  test('is loaded with the values of the clean county, and what was written otherwise is read the same', () => {
    const byPlace = new Map(planted.map((one) => [one.place, one]))
    const wrong: unknown[] = []
    for (const { code } of pack.categories) {
      const before = inOrder(clean, code)
      const after = inOrder(dirty, code)
      expect([...after].map(([path, rows]) => [path, rows.length])).toEqual(
        [...before].map(([path, rows]) => [path, rows.length]),
      )
      for (const [path, rows] of after) {
        rows.forEach((row, index) => {
          const fault = byPlace.get(row.place)
          if (!row.loaded || fault?.kind === 'heading_again' || fault?.kind === 'total_line') return
          const original = before.get(path)?.[index]?.cells ?? {}
          for (const [name, value] of Object.entries(row.cells)) {
            const spoilt = fault?.column === name
            if (spoilt && KEPT.has(fault.kind)) continue
            const was = original[name] as string | null
            const expected = spoilt ? (was === null ? null : (LEFT[fault.kind]?.(was) ?? null)) : was
            if (value !== expected) wrong.push({ place: row.place, kind: fault?.kind, name, value, expected })
          }
        })
      }
    }
    expect(wrong).toEqual([])
  })

  test('has neither error nor warning, but where the row it refers to was spoilt', () => {
    const spoilt = new Set(planted.map((one) => one.place))
    const targets = new Map<string, Set<unknown>>()
    const lost = (category: string, column: string): Set<unknown> => {
      const key = `${category}.${column}`
      let values = targets.get(key)
      if (!values) {
        const before = inOrder(clean, category)
        const after = inOrder(dirty, category)
        const all = [...after].flatMap(([path, rows]) =>
          rows.map((row, index) => ({ row, was: before.get(path)?.[index]?.cells[column] })),
        )
        values = new Set(all.filter(({ row }) => spoilt.has(row.place)).map(({ was }) => was))
        targets.set(key, values)
      }
      return values
    }
    const keyOf = (text: string): string =>
      /^\d{17}[\dX]$/.test(text)
        ? String(BigInt(text.slice(0, 17)) * 11n + (text.endsWith('X') ? 10n : BigInt(text.slice(17))))
        : text
    const unjust = found.filter(({ src, line, severity, rule, category, column_name, text }) => {
      if (severity === 'info' || line === null || spoilt.has(placeOf(dirty, src, line))) return false
      const refers =
        rule === 'orphan' ? (pack.category(category ?? '')?.columns.find(({ name }) => name === column_name)?.refers ?? []) : []
      return !refers.some((target) => lost(...(target.split('.') as [string, string])).has(keyOf(text ?? '')))
    })
    expect(unjust.map((one) => ({ ...one, path: dirty.sources[one.src]?.path }))).toEqual([])
    expect(found.filter(({ line, severity }) => line === null && severity !== 'info').map(({ rule }) => rule)).toEqual([
      'unknown_file',
    ])
  })
})

test('every record of every file is loaded, refused, repeated or a footer', () => {
  const count = (source: Source, fits: (one: Planted) => boolean): number =>
    planted.filter((one) => one.place === place(source.path, source.sheet, one.row) && fits(one)).length
  for (const source of dirty.sources) {
    const { rowsIn, loaded, refused, repeated, footer, path } = source
    expect(loaded + refused + repeated + footer, path).toBe(rowsIn)
    expect(refused, path).toBe(count(source, ({ rule }) => isRefusal(rule)))
    expect(repeated, path).toBe(count(source, ({ kind }) => kind === 'repeat'))
    expect([0, 1], path).toContain(footer - count(source, ({ kind }) => kind === 'heading_again' || kind === 'total_line'))
  }
})
