import { linesAt } from '../colour/colour.ts'
import type { County, FileOutcome, Named } from '../contract.ts'
import type { Pack } from '../packs/pack.ts'
import { typeOf } from '../score/score.ts'
import { sql } from '../sql/tag.ts'
import { ruleOf } from '../validate/rules.ts'
import type { Session } from './session.ts'

const periodText = (index: number | null): string =>
  index === null ? '' : `${Math.floor(index / 12)}-${String((index % 12) + 1).padStart(2, '0')}`

interface SourceRow {
  src: number
  path: string
  sheet: string
  category: string | null
  period: number | null
  encoding: string | null
  rows_in: number
  loaded: number
  refused: number
  repeated: number
  footer: number
  problem: string | null
  sha256: string
  recognised_by: string | null
  confidence: number | null
  template: string | null
  [name: string]: string | number | null
}

/** Every sheet with what it was taken for; the worst finding about a whole file says why it was not read. */
const outcomes = ({ db, pack }: Session): FileOutcome[] =>
  db
    .rows<SourceRow>(
      sql`SELECT s.src, s.path, s.sheet, s.category, s.period, s.encoding, s.rows_in, s.loaded, s.refused, s.repeated, s.footer, s.sha256, s.recognised_by, s.confidence, s.template, f.problem
      FROM source s LEFT JOIN (SELECT src, min(message) AS problem FROM finding WHERE "row" IS NULL AND column_name IS NULL GROUP BY src) f ON f.src = s.src
      ORDER BY s.path, s.sheet, s.src`,
    )
    .map((row) => {
      const category = row.category === null ? undefined : pack.category(row.category)
      return {
        path: row.path,
        sheet: row.sheet,
        sha256: row.sha256,
        by: row.recognised_by ?? '',
        confidence: row.confidence ?? 0,
        template: row.template ?? '',
        category: category?.code ?? '',
        categoryName: category?.name ?? '',
        department: category ? (pack.departmentOf(category.code)?.name ?? '') : '',
        period: periodText(row.period),
        encoding: row.encoding ?? '',
        rowsIn: row.rows_in,
        loaded: row.loaded,
        refused: row.refused,
        repeated: row.repeated,
        footer: row.footer,
        problem: row.problem ?? '',
      }
    })

const named = ({ code, name }: Named): Named => ({ code, name })

export const coloursOf = (pack: Pack): County['colours'] =>
  pack.scoring.colours.map(({ code, name, meaning }) => ({ code, name, meaning }))

/** What the screens show of an open county before anything is asked. */
export const countyOf = (session: Session): County => {
  const { db, pack, people, record, model } = session
  return {
    pack: { ...named(pack), version: pack.version },
    region: { code: pack.county.padEnd(12, '0'), name: pack.name },
    asOf: model.asOf,
    mark: record.mark,
    caution: pack.caution,
    households: people.households,
    persons: people.members,
    outside: people.persons - people.members,
    unplaced: people.unplaced,
    types: pack.scoring.types.map(named),
    registered: pack.scoring.registered.map(named),
    indicators: pack.indicators.map((one) => ({
      ...named(one),
      type: typeOf(one.code),
      max: one.max_points,
      levels: [
        { level: 0, when: '', points: one.else_points },
        ...one.bands.map(({ when, points }, index) => ({ level: index + 1, when, points })),
      ],
    })),
    lines: linesAt(pack, model.asOf),
    colours: coloursOf(pack),
    memberFacts: [...pack.profile.members],
    placeholders: record.placeholders.map((one) => ({
      ...one,
      value: String(one.value),
      unit: one.unit ?? '',
      from: one.from ?? '',
    })),
    backdated: record.backdated.map((one) => ({ ...one, value: String(one.value), unit: one.unit ?? '', from: one.from ?? '' })),
    notDelivered: record.not_delivered.map((code) => ({ code, name: pack.category(code)?.name ?? code })),
    files: outcomes(session),
    findings: record.findings.map((row) => ({
      rule: String(row.rule),
      name: ruleOf(String(row.rule)).name,
      severity: String(row.severity),
      findings: Number(row.findings),
    })),
    originals: session.files.length > 0,
    memory: db.memory(),
  }
}
