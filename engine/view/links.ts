import {
  EngineError,
  type KeptLink,
  type LinkClue,
  type LinkDecision,
  type LinkFilter,
  type LinkPair,
  type LinkPairs,
  type LinkState,
} from '../contract.ts'
import type { Session } from '../host/session.ts'
import { clueAgreement } from '../linkage/clue.ts'
import { CLUES, type Clue } from '../linkage/lists.ts'
import { maskCell, maskName } from '../report/mask.ts'
import type { Database, Row } from '../sql/database.ts'
import { join, type Sql, sql } from '../sql/tag.ts'

const STATES: readonly LinkState[] = ['strong', 'likely', 'open', 'accepted', 'rejected']
/** Longest reason a decision keeps. */
const REASON = 200
const MOST_PAIRS = 200

/** Every pair with its decision, if one was made, and where it stands. */
const JUDGED = sql`(SELECT l.*, g.category, g.name AS l_name, g.birth AS l_birth, g.village AS l_village, g.address AS l_address, g.phone AS l_phone,
    d.verdict, d.reason, d.judge, d.day,
    CASE WHEN d.verdict IS NOT NULL THEN d.verdict WHEN l.strong THEN 'strong' ELSE l.decision END AS state
  FROM linkage l JOIN link_group g USING (grp) LEFT JOIN link_decision d USING (evidence))`

const where = ({ state, category }: LinkFilter): Sql => {
  const parts = [sql`true`]
  if (state !== undefined) parts.push(sql`j.state = ${state}`)
  if (category !== undefined) parts.push(sql`j.category = ${category}`)
  return join(parts, sql` AND `)
}

const textOf = (row: Row, name: string): string => {
  const value = row[name]
  return value === null || value === undefined ? '' : String(value)
}

const MASKS: Readonly<Record<Clue, (text: string) => string>> = {
  name: maskName,
  birth: (text) => maskCell(text, { type: 'date', pii: 'D' }),
  village: (text) => text,
  address: (text) => maskCell(text, { type: 'address', pii: 'D' }),
  phone: (text) => maskCell(text, { type: 'phone', pii: 'D' }),
}

const clueOf = (row: Row, clue: Clue, plain: boolean): LinkClue => {
  const [listed, registered] = [textOf(row, `l_${clue}`), textOf(row, clue)]
  const shown = (text: string): string => (text === '' || plain ? text : MASKS[clue](text))
  return { clue, listed: shown(listed), registered: shown(registered), agreement: clueAgreement(clue, listed, registered) }
}

const pairOf = ({ pack }: Session, row: Row, plain: boolean): LinkPair => {
  const category = textOf(row, 'category')
  const verdict = textOf(row, 'verdict')
  return {
    id: Number(row.id),
    state: textOf(row, 'state') as LinkState,
    category,
    categoryName: pack.category(category)?.name ?? category,
    department: pack.departmentOf(category)?.name ?? '',
    file: textOf(row, 'path'),
    sheet: textOf(row, 'sheet'),
    row: Number(row.first),
    rows: Number(row.size),
    person: textOf(row, 'token'),
    household: textOf(row, 'household'),
    score: Math.round(Number(row.score) * 10) / 10,
    clues: CLUES.map((clue) => clueOf(row, clue, plain)),
    rivals: Number(row.rivals),
    decision:
      verdict === 'accepted' || verdict === 'rejected'
        ? { verdict, reason: textOf(row, 'reason'), by: textOf(row, 'judge'), at: textOf(row, 'day') }
        : null,
  }
}

/** Pairs under a condition, the surest row first and its pairs together. */
const pairsWhere = (session: Session, condition: Sql, from: number, size: number, plain = false): LinkPair[] =>
  session.db
    .rows(
      sql`SELECT j.*, count(*) OVER (PARTITION BY j.grp) - 1 AS rivals, r.size, r.first, s.path, s.sheet, coalesce(h.household_id, '') AS household
        FROM (SELECT *, max(score) OVER (PARTITION BY grp) AS best FROM ${JUDGED}) j
          JOIN (SELECT grp, count(*)::INTEGER AS size, arg_min(src, (src, "row")) AS src, arg_min("row", (src, "row")) AS first FROM link_row GROUP BY grp) r USING (grp)
          LEFT JOIN source s ON s.src = r.src LEFT JOIN person p ON p.token = j.token LEFT JOIN household h ON h.hid = p.hid
        QUALIFY ${condition} ORDER BY j.best DESC, j.grp, j.score DESC, j.id LIMIT ${size} OFFSET ${from}`,
    )
    .map((row) => pairOf(session, row, plain))

/** Rows without an ID number and whom they may be about. */
export const linkPairs = (session: Session, filter: LinkFilter, from: number, to: number): LinkPairs => {
  const { db, pack } = session
  if (filter.state !== undefined && !STATES.includes(filter.state)) throw new EngineError('usage', '没有这种状态，请重新选择')
  const { state: _, ...everyState } = filter
  const counted = db.rows<{ state: LinkState; n: number }>(
    sql`SELECT j.state, count(*)::INTEGER AS n FROM ${JUDGED} j WHERE ${where(everyState)} GROUP BY j.state`,
  )
  const categories = db.rows<{ code: string; n: number }>(
    sql`SELECT category AS code, count(*)::INTEGER AS n FROM ${JUDGED} GROUP BY category ORDER BY category`,
  )
  const [rows] = db.rows<{ n: number; unmatched: number }>(
    sql`SELECT count(*)::INTEGER AS n, (count(*) FILTER (grp NOT IN (SELECT grp FROM linkage)))::INTEGER AS unmatched FROM link_row`,
  )
  const counts = Object.fromEntries(STATES.map((state) => [state, counted.find((one) => one.state === state)?.n ?? 0]))
  const wanted = filter.state === undefined ? STATES : [filter.state]
  return {
    total: wanted.reduce((sum, state) => sum + (counts[state] ?? 0), 0),
    counts: counts as Record<LinkState, number>,
    rows: rows?.n ?? 0,
    unmatched: rows?.unmatched ?? 0,
    categories: categories.map(({ code, n }) => ({ code, name: pack.category(code)?.name ?? code, pairs: n })),
    pairs: pairsWhere(session, where(filter), from, Math.max(0, Math.min(to - from, MOST_PAIRS))),
  }
}

const pairNamed = (session: Session, id: number): LinkPair => {
  const [pair] = pairsWhere(session, sql`j.id = ${id}`, 0, 1)
  if (!pair) throw new EngineError('not_found', '没有这一对记录：请刷新后再确认')
  return pair
}

/** Keeps what a person decided about a pair; null takes it back. Throws `usage` where the row is another person's already. */
export const decideLink = (session: Session, id: number, decision: LinkDecision | null): LinkPair => {
  const { db } = session
  pairNamed(session, id)
  const [row] = db.rows<{ evidence: string; grp: number }>(sql`SELECT evidence, grp FROM linkage WHERE id = ${id}`)
  if (!row) throw new EngineError('not_found', '没有这一对记录：请刷新后再确认')
  if (decision === null) db.run(sql`DELETE FROM link_decision WHERE evidence = ${row.evidence}`)
  else {
    const reason = decision.reason.trim()
    if (!['accepted', 'rejected'].includes(decision.verdict)) throw new EngineError('usage', '确认结果须为是同一人或不是同一人')
    if (reason === '' || reason.length > REASON) throw new EngineError('usage', `请写明依据，不超过 ${REASON} 字`)
    const taken = db.rows(sql`SELECT 1 AS one FROM ${JUDGED} WHERE grp = ${row.grp} AND id <> ${id} AND state = 'accepted'`)
    if (decision.verdict === 'accepted' && taken.length > 0)
      throw new EngineError('usage', '这一行已确认为另一个人：请先撤销那一条，再确认')
    keepLinks(db, [{ ...decision, reason, evidence: row.evidence }])
  }
  return pairNamed(session, id)
}

/** Takes decisions over, each in place of an earlier one of the same. */
export const keepLinks = (db: Database, links: readonly KeptLink[]): void => {
  for (const { evidence, verdict, reason, by, at } of links) {
    db.run(sql`DELETE FROM link_decision WHERE evidence = ${evidence}`)
    db.run(sql`INSERT INTO link_decision VALUES (${evidence}, ${verdict}, ${reason}, ${by}, ${at})`)
  }
}

export const keptLinks = ({ db }: Session): KeptLink[] =>
  db
    .rows<{ evidence: string; verdict: LinkDecision['verdict']; reason: string; judge: string; day: string }>(
      sql`SELECT evidence, verdict, reason, judge, day FROM link_decision ORDER BY evidence`,
    )
    .map(({ judge, day, ...kept }) => ({ ...kept, by: judge, at: day }))

/** Rows without an ID number that are a household's: by a strong key, or because a person said so. */
export const linksOfHousehold = (session: Session, hid: number, plain: boolean): LinkPair[] =>
  pairsWhere(session, sql`p.hid = ${hid} AND j.state IN ('accepted', 'strong')`, 0, MOST_PAIRS, plain)
