import type { Crosscheck, Pack } from '../packs/pack.ts'
import type { Deliveries } from '../rules/delivery.ts'
import type { Execute } from '../rules/emit.ts'
import type { Model } from '../rules/model.ts'
import type { Column } from '../rules/plan.ts'
import { calendar } from '../rules/rows.ts'
import type { Database } from '../sql/database.ts'
import { id, join, type Sql, sql } from '../sql/tag.ts'
import { keepHits, openHits, settleHits } from './hits.ts'
import { gatherNeeds, pairUp, rowsOfAll } from './pairs.ts'
import { type Side, SideCompiler, type Sides } from './sides.ts'

interface Prepared {
  check: Crosscheck
  claims: Sides
  facts: Sides
}

/** Owners a check is about, with a claim that is sure. */
const ownersSql = (model: Model, { check, claims }: Prepared): Sql => {
  const key = check.link === 'household' ? sql`hid` : sql`pk`
  return sql`SELECT DISTINCT CAST(${key} AS BIGINT) AS owner FROM (${rowsOfAll(model, calendar(model.asOf), claims.usable, check)}) WHERE sure`
}

const union = (parts: readonly Sql[]): Sql => join(parts, sql` UNION ALL `)

const personsIn = ({ category }: Side): Sql => sql`SELECT ${id(category.person ?? '')} AS pk FROM ${id(`raw.${category.code}`)}`

/**
 * Owners whom no row says anything of where that is no answer: nobody looked, or there is nothing to hold the claim
 * against. In a list, being absent is an answer.
 */
const silent = ({ check }: Prepared, facts: readonly Side[]): Sql => {
  const absent = facts.every(({ category }) => category.coverage !== 'list') || check.differ.length > 0
  if (!absent) return sql`SELECT CAST(NULL AS BIGINT) AS owner WHERE false`
  if (check.link === 'person')
    return sql`SELECT owner FROM adverse_owner ANTI JOIN (${union(facts.map(personsIn))}) said ON said.pk = owner`
  const members = sql`SELECT CAST(p.hid AS BIGINT) AS owner, said.pk IS NOT NULL AS said FROM person p
    LEFT JOIN (SELECT DISTINCT pk FROM (${union(facts.map(personsIn))})) said ON said.pk = p.pk WHERE p.member`
  const enough = facts.some(({ category }) => category.per === 'household') ? sql`bool_or(said)` : sql`bool_and(said)`
  return sql`SELECT owner FROM adverse_owner JOIN (${members}) USING (owner) GROUP BY owner HAVING NOT ${enough}`
}

/** Notes how far a check could be made: of how many, and of how many not. */
const account = (prepared: Prepared, comparable: boolean): Sql => {
  const { check, claims, facts } = prepared
  const gaps = [...new Set([...claims.gaps, ...facts.gaps])]
  const fresh = facts.usable.filter(({ stale }) => !stale)
  const state = !comparable || fresh.length === 0 ? 'not' : gaps.length > 0 ? 'partly' : 'compared'
  const open =
    state === 'not'
      ? sql`SELECT owner FROM adverse_owner`
      : sql`SELECT owner FROM adverse_pair WHERE holds IS NULL UNION ${silent(prepared, fresh)}`
  const undecided = comparable ? sql`ANTI JOIN (SELECT owner FROM adverse_pair WHERE holds) decided USING (owner)` : sql``
  return sql`INSERT INTO adverse_check SELECT ${check.code}, ${state}, ${gaps.join('；')}, (SELECT CAST(count(*) AS INTEGER) FROM adverse_owner),
    (SELECT CAST(count(*) AS INTEGER) FROM (${open}) open SEMI JOIN adverse_owner USING (owner) ${undecided})`
}

const statementsOf = (model: Model, prepared: Prepared, number: number): Sql[] => {
  const { check, claims, facts } = prepared
  const comparable = claims.usable.length > 0 && facts.usable.length > 0
  const owners = claims.usable.length > 0 ? ownersSql(model, prepared) : sql`SELECT CAST(NULL AS BIGINT) AS owner WHERE false`
  return [
    sql`CREATE OR REPLACE TEMP TABLE adverse_owner AS ${owners}`,
    ...(comparable
      ? [pairUp(model, calendar(model.asOf), check, claims.usable, facts.usable), keepHits(number, claims.usable, facts.usable)]
      : []),
    account(prepared, comparable),
  ]
}

/** How many statements `buildAdverse` runs, for progress. */
export const adverseSteps = ({ crosschecks }: Pack): number => 4 * crosschecks.length + 16

/**
 * Holds the departments' rows against each other, check by check: tables `adverse` (what was found), `adverse_row` (the
 * rows on both sides) and `adverse_check` (how far each check could be made). It reads views `pf` and `hf` and changes
 * nothing: a hit asks a person to look, and decides nothing.
 */
export const buildAdverse = async (
  db: Database,
  pack: Pack,
  model: Model,
  deliveries: Deliveries,
  columns: ReadonlyMap<string, Column>,
  execute: Execute,
): Promise<void> => {
  const compiler = new SideCompiler(db, pack, model, deliveries, columns)
  const prepared = pack.crosschecks.map(
    (check): Prepared => ({
      check,
      claims: compiler.sides(check.claims, check),
      facts: compiler.sides(check.facts, check),
    }),
  )
  const sides = prepared.flatMap(({ claims, facts }) => [...claims.usable, ...facts.usable])
  const run = async (note: string, statements: readonly Sql[]): Promise<void> => {
    for (const statement of statements) await execute({ note, statement })
  }
  await run('', [...openHits(pack), ...gatherNeeds(sides)])
  for (const [number, one] of prepared.entries()) await run(one.check.name, statementsOf(model, one, number))
  await run('', [...settleHits(pack.crosschecks), sql`DROP TABLE IF EXISTS adverse_owner`])
}
