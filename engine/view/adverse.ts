import {
  type AdverseCheck,
  type AdverseFact,
  type AdverseFilter,
  type AdverseReview,
  type AdverseSource,
  type AdverseState,
  type AdverseSummary,
  EngineError,
  type KeptReview,
  type Verdict,
} from '../contract.ts'
import type { Session } from '../host/session.ts'
import { foundText } from '../report/adverse.ts'
import { maskName } from '../report/mask.ts'
import type { Database, Row } from '../sql/database.ts'
import { id, join, type Sql, sql } from '../sql/tag.ts'
import { regionPrefix } from './filter.ts'
import { personSearchSql, searchSql } from './search.ts'

const STATES: readonly AdverseState[] = ['raised', 'weak', 'stale', 'judged']
const VERDICTS: readonly Verdict[] = ['true', 'false', 'handled', 'data_error']
/** Longest reason a review keeps. */
const REASON = 200
const MOST_ROWS = 500

/** Every adverse fact with its review, if the same was judged before. */
const JUDGED = sql`(SELECT a.*, CASE WHEN r.verdict IS NULL THEN a.state ELSE 'judged' END AS standing, r.verdict, r.reason, r.judge, r.day
  FROM adverse a LEFT JOIN adverse_review r ON r.evidence = a.evidence)`

const regionSql = (region: string): Sql =>
  region.endsWith('?') ? sql`a.region_code = ${region.slice(0, -1)}` : sql`starts_with(a.region_code, ${regionPrefix(region)})`

/** What a filter asks of an adverse fact under the name `a`. */
const filterSql = ({ db, pack }: Session, { check, kind, region, state, search }: AdverseFilter): Sql => {
  const parts: Sql[] = [sql`true`]
  const known = pack.crosschecks.filter(
    (one) => (check === undefined || one.code === check) && (kind === undefined || one.kind === kind),
  )
  if (check !== undefined || kind !== undefined) {
    if (known.length === 0) throw new EngineError('usage', `没有比对“${check ?? kind}”，请重新选择`)
    parts.push(sql`a."check" IN (${known.map(({ code }) => sql`${code}`)})`)
  }
  if (region !== undefined) parts.push(regionSql(region))
  if (state !== undefined) parts.push(sql`a.standing = ${state}`)
  const words = search === undefined ? [] : searchSql(db, pack, search)
  if (search !== undefined && words.length > 0) {
    // Whom a fact is about may have died or moved, and then is a member of no household.
    const person = sql`a.pk IN (SELECT p.pk FROM person p WHERE ${personSearchSql(db, search)})`
    parts.push(sql`(${person} OR a.hid IN (SELECT f.hid FROM face f WHERE ${join(words, sql` AND `)}))`)
  }
  return join(parts, sql` AND `)
}

const textOf = (row: Row, name: string): string => {
  const value = row[name]
  return value === null || value === undefined ? '' : String(value)
}

const sourceOf = ({ pack }: Session, row: Row, side: 'claim' | 'fact'): AdverseSource => {
  const category = textOf(row, `${side}_category`)
  return {
    category,
    categoryName: pack.category(category)?.name ?? category,
    department: pack.departmentOf(category)?.name ?? '',
    file: textOf(row, `${side}_file`),
    sheet: textOf(row, `${side}_sheet`),
    row: Number(row[`${side}_row`]),
    date: textOf(row, side === 'claim' ? 'claim_date' : 'date'),
  }
}

const reviewOf = (row: Row): AdverseReview | null =>
  row.verdict === null
    ? null
    : {
        verdict: textOf(row, 'verdict') as Verdict,
        reason: textOf(row, 'reason'),
        by: textOf(row, 'judge'),
        at: textOf(row, 'day'),
      }

const factOf = (session: Session, row: Row, plain: boolean): AdverseFact => {
  const check = session.pack.crosschecks.find(({ code }) => code === row.check)
  const name = textOf(row, 'name')
  return {
    id: Number(row.id),
    check: textOf(row, 'check'),
    checkName: check?.name ?? '',
    kind: check?.kind ?? '',
    kindName: check?.kind_name ?? '',
    state: textOf(row, 'standing') as AdverseState,
    strength: textOf(row, 'strength') as AdverseFact['strength'],
    household: textOf(row, 'household_id'),
    person: textOf(row, 'token'),
    name: plain || name === '' ? name : maskName(name),
    region: textOf(row, 'region_name'),
    date: textOf(row, 'date'),
    age: row.age === null ? null : Number(row.age),
    found: foundText(session.pack, row, plain),
    action: check?.action ?? '',
    claim: sourceOf(session, row, 'claim'),
    fact: sourceOf(session, row, 'fact'),
    claims: Number(row.claims),
    facts: Number(row.facts),
    review: reviewOf(row),
    opens: row.opens === true,
  }
}

const facts = (session: Session, where: Sql, rest: Sql, plain: boolean): AdverseFact[] =>
  session.db
    .rows(sql`SELECT a.*, p.name, COALESCE(h.region_name, d.region_name) AS region_name, h.hid IS NOT NULL AS opens,
        c.path AS claim_file, c.sheet AS claim_sheet, f.path AS fact_file, f.sheet AS fact_sheet
      FROM ${JUDGED} a JOIN person p ON p.pk = a.pk LEFT JOIN household h ON h.hid = a.hid LEFT JOIN dissolved d ON d.hid = a.hid
        LEFT JOIN source c ON c.src = a.claim_src LEFT JOIN source f ON f.src = a.fact_src
      WHERE ${where} ORDER BY a.id ${rest}`)
    .map((row) => factOf(session, row, plain))

const countOf = (session: Session, filter: AdverseFilter): number =>
  Number(
    session.db.rows<{ n: number }>(sql`SELECT count(*) AS n FROM ${JUDGED} a WHERE ${filterSql(session, filter)}`)[0]?.n ?? 0,
  )

/** A stretch of the facts a filter means, in the order of the checks. */
export const adverseRows = (
  session: Session,
  filter: AdverseFilter,
  from: number,
  to: number,
): { total: number; rows: AdverseFact[] } => ({
  total: countOf(session, filter),
  rows: facts(
    session,
    filterSql(session, filter),
    sql`LIMIT ${Math.max(0, Math.min(to - from, MOST_ROWS))} OFFSET ${from}`,
    false,
  ),
})

export const factsOfHousehold = (session: Session, hid: number, plain: boolean): AdverseFact[] =>
  facts(session, sql`a.hid = ${hid}`, sql``, plain)

const COUNTED = sql`${STATES.map((state) => sql`count(*) FILTER (WHERE standing = ${state}) AS ${id(state)}`)},
  count(DISTINCT household_id) FILTER (WHERE standing = 'raised') AS households, count(DISTINCT token) FILTER (WHERE standing = 'raised') AS persons`

const countsOf = (row: Row | undefined): Pick<AdverseCheck, 'facts' | 'households' | 'persons'> => ({
  facts: Object.fromEntries(STATES.map((state) => [state, Number(row?.[state] ?? 0)])) as Record<AdverseState, number>,
  households: Number(row?.households ?? 0),
  persons: Number(row?.persons ?? 0),
})

/** How far every check could be made and what it found. */
export const adverseSummary = (session: Session, region: string | undefined): AdverseSummary => {
  const { db, pack } = session
  const scope = filterSql(session, region === undefined ? {} : { region })
  const byCheck = new Map(
    db.rows(sql`SELECT "check", ${COUNTED} FROM ${JUDGED} a WHERE ${scope} GROUP BY 1`).map((row) => [String(row.check), row]),
  )
  const made = new Map(db.rows(sql`SELECT * FROM adverse_check`).map((row) => [String(row.check), row]))
  const towns = db.rows<{ town: string; raised: number; households: number }>(
    sql`SELECT left(region_code, 9) AS town, count(*) AS raised, count(DISTINCT household_id) AS households FROM ${JUDGED} a WHERE ${scope} AND standing = 'raised' GROUP BY 1`,
  )
  const placed = pack.regions.towns.map(({ code12, name }) => ({ code: code12, name, part: code12.slice(0, 9) }))
  const other = towns.filter(({ town }) => placed.every(({ part }) => part !== town))
  const sum = (of: 'raised' | 'households'): number => other.reduce((total, row) => total + Number(row[of]), 0)
  const [total] = db.rows(sql`SELECT ${COUNTED} FROM ${JUDGED} a WHERE ${scope}`)
  return {
    kinds: [...new Map(pack.crosschecks.map(({ kind, kind_name }) => [kind, kind_name]))].map(([code, name]) => ({ code, name })),
    checks: pack.crosschecks.map(({ code, name, kind, action, basis, link }): AdverseCheck => {
      const row = made.get(code)
      return {
        code,
        name,
        kind,
        action,
        basis,
        state: (row?.state ?? 'not') as AdverseCheck['state'],
        reason: String(row?.reason ?? ''),
        of: link,
        owners: Number(row?.owners ?? 0),
        uncompared: Number(row?.uncompared ?? 0),
        ...countsOf(byCheck.get(code)),
      }
    }),
    ...countsOf(total),
    towns: [
      ...placed.flatMap(({ code, name, part }) => {
        const row = towns.find(({ town }) => town === part)
        return row ? [{ code, name, raised: Number(row.raised), households: Number(row.households) }] : []
      }),
      ...(other.length > 0
        ? [{ code: `${pack.county.padEnd(12, '0')}?`, name: '未落图', raised: sum('raised'), households: sum('households') }]
        : []),
    ],
  }
}

/** Keeps what a person found about a fact; the same said again by the data later is not new. */
export const reviewAdverse = ({ db }: Session, number: number, { verdict, reason, by, at }: AdverseReview): AdverseReview => {
  const [fact] = db.rows<{ evidence: string }>(sql`SELECT evidence FROM adverse WHERE id = ${number}`)
  if (!fact) throw new EngineError('not_found', '没有这条比对结果：请刷新后再记录')
  if (!VERDICTS.includes(verdict)) throw new EngineError('usage', '核查结果须为属实、不属实、已处理或数据错误')
  const kept = { verdict, reason: reason.trim(), by, at }
  if (kept.reason === '' || kept.reason.length > REASON) throw new EngineError('usage', `请写明核查依据，不超过 ${REASON} 字`)
  keepReviews(db, [{ ...kept, evidence: fact.evidence }])
  return kept
}

/** Takes reviews over, each in place of an earlier one of the same. */
export const keepReviews = (db: Database, reviews: readonly KeptReview[]): void => {
  for (const { evidence, verdict, reason, by, at } of reviews) {
    db.run(sql`DELETE FROM adverse_review WHERE evidence = ${evidence}`)
    db.run(sql`INSERT INTO adverse_review VALUES (${evidence}, ${verdict}, ${reason}, ${by}, ${at})`)
  }
}

export const keptReviews = ({ db }: Session): KeptReview[] =>
  db
    .rows<{ evidence: string; verdict: Verdict; reason: string; judge: string; day: string }>(
      sql`SELECT * FROM adverse_review ORDER BY evidence`,
    )
    .map(({ judge, day, ...row }) => ({ ...row, by: judge, at: day }))
