import type { CategoryQuality, OverallPart, Part, Quality } from '../contract.ts'
import type { Session } from '../host/session.ts'
import { parameterAt } from '../packs/pack.ts'
import { featureName } from '../rules/leaves.ts'
import { id, type Sql, sql } from '../sql/tag.ts'
import { daysBetween } from './quality-time.ts'

const total = (parts: readonly (Part | null)[]): Part =>
  parts.reduce<Part>((sum, part) => (part ? { count: sum.count + part.count, of: sum.of + part.of } : sum), { count: 0, of: 0 })

/** The rows that a share of bad ones leaves. */
const good = ({ count, of }: Part): Part => ({ count: of - count, of })

const median = (values: readonly number[]): number | null => {
  const sorted = [...values].sort((a, b) => a - b)
  const middle = Math.floor(sorted.length / 2)
  const high = sorted[middle]
  if (high === undefined) return null
  return sorted.length % 2 === 1 ? high : Math.round(((sorted[middle - 1] ?? high) + high) / 2)
}

/** What is missing of households: a village, a stated head, a valid number of each member, facts of each member. */
const completeness = ({ db, people }: Session): Pick<Quality, 'complete' | 'incomplete'> => {
  const [row] = db.rows<Record<'complete' | 'village' | 'head' | 'number' | 'facts', number>>(sql`
    WITH derived AS (SELECT p.hid FROM household h JOIN person p ON p.pk = h.head
        SEMI JOIN (SELECT src, "row" FROM finding WHERE rule = 'no_head') f ON f.src = p.source_src AND f."row" = p.source_row),
      member AS (SELECT hid, bool_or(NOT id_valid) AS number, bool_or(birth IS NULL OR sex IS NULL OR relation IS NULL) AS facts
        FROM person WHERE member AND hid IS NOT NULL GROUP BY hid),
      judged AS (SELECT h.region12 IS NULL AS village, d.hid IS NOT NULL AS head, coalesce(m.number, true) AS number,
          coalesce(m.facts, true) AS facts
        FROM household h LEFT JOIN (SELECT DISTINCT hid FROM derived) d USING (hid) LEFT JOIN member m USING (hid))
    SELECT count(*) FILTER (NOT (village OR head OR number OR facts)) AS complete, count(*) FILTER (village) AS village,
      count(*) FILTER (head) AS head, count(*) FILTER (number) AS number, count(*) FILTER (facts) AS facts FROM judged`)
  const count = (name: 'complete' | 'village' | 'head' | 'number' | 'facts'): number => Number(row?.[name] ?? 0)
  return {
    complete: { count: count('complete'), of: people.households },
    incomplete: { village: count('village'), head: count('head'), number: count('number'), facts: count('facts') },
  }
}

/** How many households a condition on their features holds for, and for how many it cannot be told. */
const holding = ({ db, people }: Session, condition: Sql): OverallPart => {
  const [row] = db.rows<{ yes: number; open: number }>(
    sql`SELECT count(*) FILTER (WHERE ${condition}) AS yes, count(*) FILTER (WHERE (${condition}) IS NULL) AS open FROM hf`,
  )
  return { count: Number(row?.yes ?? 0), open: Number(row?.open ?? 0), of: people.households }
}

const evidence = (session: Session): Pick<Quality, 'income' | 'assets'> => {
  const { pack, model } = session
  const { quality } = pack
  if (!quality) return { income: null, assets: null }
  const least = Number(parameterAt(pack, quality.income.least, model.asOf).value)
  return {
    income: { ...holding(session, sql`${id(featureName(quality.income.feature))} >= ${least}`), least },
    assets: holding(session, id(featureName(quality.assets))),
  }
}

type Overall = Omit<Quality, 'asOf' | 'departments' | 'milliseconds'>

/** The county's figures: sums over its categories, and what its households tell of themselves. */
export const overall = (session: Session, categories: readonly CategoryQuality[]): Overall => {
  const { asOf } = session.model
  const delivered = categories.filter(({ state }) => state !== 'missing' && state !== 'unread')
  const lags = delivered.flatMap(({ newest, updated }) => {
    const last = updated || newest
    return last === '' ? [] : [daysBetween(last, asOf)]
  })
  return {
    delivered: { count: delivered.length, of: categories.length },
    stale: { count: delivered.filter(({ state }) => state === 'stale').length, of: delivered.length },
    matched: total(delivered.map(({ matched }) => matched)),
    valid: good(total(delivered.map(({ invalid }) => invalid))),
    repeated: total(delivered.map(({ repeated }) => repeated)),
    refused: total(categories.map(({ refused }) => refused)),
    dead: total(delivered.map(({ dead }) => dead)),
    lag: median(lags),
    ...completeness(session),
    ...evidence(session),
  }
}
