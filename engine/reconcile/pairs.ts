import type { Crosscheck } from '../packs/pack.ts'
import { referenced } from '../rules/emit.ts'
import type { Model } from '../rules/model.ts'
import type { Column } from '../rules/plan.ts'
import { type Calendar, cell, date, visible } from '../rules/rows.ts'
import { id, join, type Sql, sql } from '../sql/tag.ts'
import type { Side } from './sides.ts'

const NOTHING = sql`CAST(NULL AS VARCHAR)`

/** The day a row is dated, a month or year by its first, and how that is written. */
const dated = (model: Model, { model: category, date: column }: Side): { day: Sql; text: Sql } => {
  if (column === null) return { day: sql`CAST(NULL AS DATE)`, text: NOTHING }
  const value = cell(model, category, column).sql
  switch (category.columns.get(column)?.type) {
    case 'month': {
      const day = sql`make_date(${value} // 12, ${value} % 12 + 1, 1)`
      return { day, text: sql`substr(CAST(${day} AS VARCHAR), 1, 7)` }
    }
    case 'year':
      return { day: sql`make_date(${value}, 1, 1)`, text: sql`CAST(${value} AS VARCHAR)` }
    default:
      return { day: value, text: sql`CAST(${value} AS VARCHAR)` }
  }
}

const comma = (parts: readonly Sql[]): Sql => (parts.length === 0 ? sql`` : sql`, ${parts}`)

/** Rows of a category beside what their condition reads of the person and household. */
const besideNeeds = ({ category, needs }: Side, household: boolean): Sql => {
  const owner = sql`c.${id(category.person ?? '')}`
  const joins: Sql[] = []
  const scopes = new Set(needs.map(({ scope }) => scope))
  if (household) joins.push(sql`JOIN person b ON b.pk = ${owner} AND b.member`)
  else if (scopes.has('household')) joins.push(sql`LEFT JOIN person b ON b.pk = ${owner}`)
  if (scopes.has('person')) joins.push(sql`LEFT JOIN adverse_pf ON adverse_pf.pk = ${owner}`)
  if (scopes.has('household')) joins.push(sql`LEFT JOIN adverse_hf ON adverse_hf.hid = b.hid`)
  const carried = needs.flatMap((need) =>
    referenced(need).map((name) => sql`${need.scope === 'person' ? sql`adverse_pf` : sql`adverse_hf`}.${name}`),
  )
  const hid = household ? [sql`b.hid AS _hid`] : []
  return sql`SELECT c.*${comma([...hid, ...carried])} FROM ${id(`raw.${category.code}`)} c ${join(joins, sql` `)}`
}

/**
 * The rows of a side: `pk, hid, side, src, row, day, day_text, sure` and a value `v_…` each; `sure` is true, or NULL where
 * the condition cannot be decided. What lies after as-of does not exist.
 */
const rowsOf = (model: Model, at: Calendar, side: Side, place: number, check: Crosscheck): Sql => {
  const { category, model: known, where, values } = side
  const household = check.link === 'household'
  const owner = sql`r.${id(category.person ?? '')}`
  const { day, text } = dated(model, side)
  const names = [...check.same, ...check.differ, ...(check.thing !== null && values[check.thing] ? [check.thing] : [])]
  const asked = [...new Set(names)].map((name) => sql`${cell(model, known, values[name] ?? '').sql} AS ${id(`v_${name}`)}`)
  const sure = where ?? sql`true`
  return sql`SELECT ${owner} AS pk, ${household ? sql`r._hid` : sql`CAST(NULL AS INTEGER)`} AS hid, ${place} AS side, r._src AS src, r._row AS row,
    ${day} AS day, ${text} AS day_text, (${sure}) AS sure${comma(asked)}
    FROM (${besideNeeds(side, household)}) r WHERE ${owner} IS NOT NULL AND ${visible(known, at)} AND (${sure}) IS NOT FALSE
    AND coalesce(${day} <= ${date(at.asOf)}, true)`
}

/** The rows of all sides together. */
export const rowsOfAll = (model: Model, at: Calendar, sides: readonly Side[], check: Crosscheck): Sql =>
  join(
    sides.map((side, place) => rowsOf(model, at, side, place, check)),
    sql` UNION ALL `,
  )

const later = ({ later: unit }: Crosscheck): Sql => {
  if (unit === null) return sql`true`
  const month = (day: Sql): Sql => sql`year(${day}) * 12 + month(${day})`
  return unit === 'day' ? sql`c.day > f.day` : sql`${month(sql`c.day`)} > ${month(sql`f.day`)}`
}

/** Spaces and the dots inside names, which departments write differently. */
const bare = (text: Sql): Sql =>
  sql`regexp_replace(upper(${text}), '[\\s\\x{a0}\\x{3000}\\x{200b}-\\x{200f}\\x{feff}·•・．.]', '', 'g')`

const differs = (check: Crosscheck, sample: Side): Sql => {
  const parts = check.differ.map((name) => {
    const [c, f] = [sql`c.${id(`v_${name}`)}`, sql`f.${id(`v_${name}`)}`]
    const isText = sample.model.columns.get(sample.values[name] ?? '')?.type === 'string'
    return isText ? sql`(${c} <> ${f} AND ${bare(c)} <> ${bare(f)})` : sql`(${c} <> ${f})`
  })
  return parts.length === 0 ? sql`true` : sql`(${join(parts, sql` OR `)})`
}

/** Stands between several values of one row. */
export const BETWEEN = '\u001f'

const valueText = (alias: Sql, check: Crosscheck): Sql =>
  check.differ.length === 0
    ? NOTHING
    : join(
        check.differ.map((name) => sql`coalesce(CAST(${alias}.${id(`v_${name}`)} AS VARCHAR), '')`),
        sql` || ${BETWEEN} || `,
      )

/**
 * Every claim beside every fact it may contradict: `holds` is true, or NULL where that cannot be decided. Fills the
 * temporary table `adverse_pair`.
 */
export const pairUp = (model: Model, at: Calendar, check: Crosscheck, claims: readonly Side[], facts: readonly Side[]): Sql => {
  const key = check.link === 'household' ? sql`hid` : sql`pk`
  const same = check.same.map((name) => sql`AND c.${id(`v_${name}`)} = f.${id(`v_${name}`)}`)
  const thing = check.thing === null ? NOTHING : sql`CAST(f.${id(`v_${check.thing}`)} AS VARCHAR)`
  const holds = sql`c.sure AND f.sure AND (${later(check)}) AND ${differs(check, claims[0] as Side)}`
  return sql`CREATE OR REPLACE TEMP TABLE adverse_pair AS SELECT CAST(c.${key} AS BIGINT) AS owner, ${holds} AS holds,
      c.pk AS c_pk, c.side AS c_side, c.src AS c_src, c.row AS c_row, c.day AS c_day, c.day_text AS c_date, ${valueText(sql`c`, check)} AS c_value,
      f.pk AS f_pk, f.side AS f_side, f.src AS f_src, f.row AS f_row, f.day AS f_day, f.day_text AS f_date, ${valueText(sql`f`, check)} AS f_value, ${thing} AS thing
    FROM (${rowsOfAll(model, at, claims, check)}) c JOIN (${rowsOfAll(model, at, facts, check)}) f ON c.${key} = f.${key} ${join(same, sql` `)}
    WHERE NOT (c.src = f.src AND c.row = f.row) AND (${holds}) IS NOT FALSE`
}

/** Copies the finished features that conditions read, so that no view over all of them is joined. */
export const gatherNeeds = (sides: readonly Side[]): Sql[] => {
  const needs = [...new Map(sides.flatMap(({ needs: own }) => own).map((need) => [need.name, need])).values()]
  const table = (scope: Column['scope'], name: Sql, key: Sql, view: Sql): Sql => {
    const columns = needs.filter((need) => need.scope === scope).flatMap(referenced)
    return sql`CREATE OR REPLACE TEMP TABLE ${name} AS SELECT ${key}${comma(columns)} FROM ${view}`
  }
  return [table('person', sql`adverse_pf`, sql`pk`, sql`pf`), table('household', sql`adverse_hf`, sql`hid`, sql`hf`)]
}
