import type { Pack } from '../packs/pack.ts'
import { Compiler } from '../rules/compile.ts'
import type { Deliveries } from '../rules/delivery.ts'
import { Emitter, type Execute } from '../rules/emit.ts'
import type { Model } from '../rules/model.ts'
import type { Column } from '../rules/plan.ts'
import { id, join, type Sql, sql } from '../sql/tag.ts'

const STATES = ['dead', 'moved', 'imprisoned'] as const

/**
 * Who is known not to live with the family at as-of: table `absence(pk, state, date)`, from the features the pack names.
 * Somebody who is only possibly absent is not in it.
 */
export const buildAbsence = async (pack: Pack, model: Model, deliveries: Deliveries, execute: Execute): Promise<void> => {
  const compiler = new Compiler(model, deliveries, new Map(), 's')
  const { absence } = pack.people
  const column = (code: string | null): Column | null => (code ? compiler.feature(code) : null)
  const states = STATES.map((state) => ({ state, holds: column(absence[state]), since: column(absence[`${state}Date`]) }))
  const columns = compiler.columns()
  const categories = [...new Set(columns.flatMap((one) => [...one.categories]))].filter((code) => deliveries.has(code))
  const owners = categories.map((code) => sql`SELECT ${id(model.category(code)?.person ?? '')} AS pk FROM ${id(`raw.${code}`)}`)
  const seen = owners.length === 0 ? sql`SELECT CAST(NULL AS BIGINT) AS pk WHERE false` : join(owners, sql` UNION `)
  await execute({
    note: 'absence',
    statement: sql`CREATE OR REPLACE TABLE person AS SELECT pk, CAST(NULL AS INTEGER) AS hid, false AS member, false AS recent, CAST(NULL AS DATE) AS birth, CAST(NULL AS VARCHAR) AS sex, CAST(NULL AS VARCHAR) AS relation, CAST(NULL AS BIGINT) AS father, CAST(NULL AS BIGINT) AS mother FROM (${seen}) WHERE pk IS NOT NULL`,
  })
  const { steps, tables } = new Emitter(
    model,
    's_',
    { person: sql`person`, household: sql`person` },
    { person: 0, household: 0 },
  ).emit(columns)
  for (const step of steps) await execute(step)
  const joins = tables.map((table, index) => sql`JOIN ${id(table.name)} ${id(`t${index}`)} ON ${id(`t${index}`)}.pk = p.pk`)
  const known = states.flatMap(({ state, holds, since }) =>
    holds ? [{ state, holds: id(holds.name), since: since ? id(since.name) : sql`CAST(NULL AS DATE)` }] : [],
  )
  const chosen = (type: Sql, of: (one: (typeof known)[number]) => Sql): Sql =>
    sql`CASE WHEN false THEN CAST(NULL AS ${type}) ${join(
      known.map((one) => sql`WHEN ${one.holds} THEN ${of(one)}`),
      sql` `,
    )} END`
  await execute({
    note: 'absence',
    statement: sql`CREATE OR REPLACE TABLE absence AS SELECT * FROM (SELECT p.pk, ${chosen(sql`VARCHAR`, (one) => sql`${one.state}`)} AS state, ${chosen(sql`DATE`, (one) => one.since)} AS date FROM person p ${join(joins, sql` `)}) WHERE state IS NOT NULL ORDER BY pk`,
  })
  for (const table of tables) await execute({ note: 'clean', statement: sql`DROP TABLE ${id(table.name)}` })
}
