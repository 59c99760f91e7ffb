import { monthText } from '../catalogue/period.ts'
import type { CategoryQuality, CategoryState, DepartmentQuality, Part, Quality, Trouble } from '../contract.ts'
import type { Session } from '../host/session.ts'
import type { Category, Department } from '../packs/pack.ts'
import { sql } from '../sql/tag.ts'
import { overall } from './quality-overall.ts'
import { countRows, type RowCounts, type SourceCounts, sourceCounts } from './quality-rows.ts'
import { daysBetween, lastDay, refreshDays } from './quality-time.ts'

type Findings = CategoryQuality['findings']

const NO_FINDINGS: Findings = { error: 0, warning: 0, info: 0 }

const findingsByCategory = ({ db }: Session): Map<string, Findings> => {
  const found = new Map<string, Findings>()
  const rows = db.rows<{ category: string; severity: string; n: number }>(
    sql`SELECT category, severity, count(*) AS n FROM finding WHERE category IS NOT NULL GROUP BY ALL`,
  )
  for (const { category, severity, n } of rows)
    found.set(category, { ...(found.get(category) ?? NO_FINDINGS), [severity]: Number(n) })
  return found
}

/** What was counted of a category, before it is judged. */
interface Counted {
  sources: SourceCounts | undefined
  rows: RowCounts | undefined
  findings: Findings
}

const part = (count: number | null | undefined, of: number | undefined): Part | null =>
  count === null || count === undefined || of === undefined ? null : { count, of }

type Shares = Pick<CategoryQuality, Trouble | 'matched'>

const sharesOf = ({ sources, rows }: Counted): Shares => ({
  invalid: part(rows?.invalid, rows?.rows),
  matched: rows && rows.unmatched !== null ? part(rows.rows - rows.unmatched - (rows.migrant ?? 0), rows.rows) : null,
  unmatched: part(rows?.unmatched, rows?.rows),
  dead: part(rows?.dead, rows?.rows),
  repeated:
    rows && rows.twice !== null
      ? { count: rows.twice + (sources?.repeated ?? 0), twice: rows.twice, of: rows.rows + (sources?.repeated ?? 0) }
      : null,
  refused: part(sources?.refused, sources?.rows_in),
})

const TROUBLES: readonly Trouble[] = ['refused', 'invalid', 'unmatched', 'repeated', 'dead']

const troublesOf = ({ pack }: Session, shares: Shares): Trouble[] =>
  TROUBLES.filter((trouble) => {
    const share = shares[trouble]
    const most = pack.quality?.tolerated[trouble]
    return share !== null && most !== undefined && share.of > 0 && share.count / share.of > most
  })

const ageOf = ({ model }: Session, { sources, rows }: Counted): number | null => {
  if (!rows) return null
  if (sources?.last !== null && sources?.last !== undefined)
    return Math.max(0, daysBetween(lastDay(sources.last, model.asOf), model.asOf))
  return rows.newest === null ? null : daysBetween(rows.newest, model.asOf)
}

const stateOf = (
  session: Session,
  { sources, rows }: Counted,
  age: number | null,
  due: number | null,
  troubled: boolean,
): CategoryState => {
  if (!rows) return sources ? 'unread' : 'missing'
  const stale = session.pack.quality?.stale
  if (age !== null && due !== null && stale !== undefined && age > stale * due) return 'stale'
  if (troubled) return 'troubled'
  if (age !== null && due !== null && age > due) return 'due'
  return rows.rows === 0 ? 'empty' : 'good'
}

const monthOf = (month: number | null | undefined): string => (month === null || month === undefined ? '' : monthText(month))

const categoryQuality = (session: Session, department: Department, category: Category, counted: Counted): CategoryQuality => {
  const { sources, rows, findings } = counted
  const shares = sharesOf(counted)
  const troubles = troublesOf(session, shares)
  const [age, due] = [ageOf(session, counted), refreshDays(category.refresh)]
  const delivered = session.deliveries.get(category.code)?.columns ?? new Set()
  return {
    code: category.code,
    name: category.name,
    department: department.code,
    kind: category.kind,
    refresh: category.refresh,
    state: stateOf(session, counted, age, due, troubles.length > 0),
    troubles,
    rows: rows?.rows ?? 0,
    from: rows ? monthOf(category.kind === 'status' ? sources?.last : sources?.first) : '',
    to: rows ? monthOf(sources?.last) : '',
    newest: rows?.newest ?? '',
    updated: rows?.updated ?? '',
    age,
    due,
    columns: {
      delivered: delivered.size,
      of: category.columns.length,
      missing: rows ? category.columns.filter(({ name }) => !delivered.has(name)).map(({ title }) => title) : [],
    },
    ...shares,
    findings,
  }
}

const cache = new WeakMap<Session, Quality>()

/**
 * How good the delivered data are, category by category and in all. Counted once a county; yields between statements
 * until it is.
 */
export function* quality(session: Session): Generator<void, Quality> {
  const ready = cache.get(session)
  if (ready) return ready
  const begun = performance.now()
  const sources = sourceCounts(session)
  const rows = yield* countRows(session, sources)
  const findings = findingsByCategory(session)
  const departments = session.pack.departments.map((department): DepartmentQuality => {
    const { code, name, level } = department
    const categories = department.categories.map((category) =>
      categoryQuality(session, department, category, {
        sources: sources.get(category.code),
        rows: rows.get(category.code),
        findings: findings.get(category.code) ?? NO_FINDINGS,
      }),
    )
    return { code, name, level, categories }
  })
  const found: Quality = {
    asOf: session.model.asOf,
    departments,
    ...overall(
      session,
      departments.flatMap(({ categories }) => categories),
    ),
    milliseconds: performance.now() - begun,
  }
  cache.set(session, found)
  return found
}
