import { buildColour } from '../../engine/colour/colour.ts'
import type { FeatureRun } from '../../engine/features/features.ts'
import type { Pack } from '../../engine/packs/pack.ts'
import { Compiler } from '../../engine/rules/compile.ts'
import type { Deliveries } from '../../engine/rules/delivery.ts'
import { type Emitted, Emitter, referenced } from '../../engine/rules/emit.ts'
import { featureName } from '../../engine/rules/leaves.ts'
import type { Column, Scope } from '../../engine/rules/plan.ts'
import { ownersOf } from '../../engine/run.ts'
import { buildScore } from '../../engine/score/score.ts'
import type { Database, Row } from '../../engine/sql/database.ts'
import { id, join, type Sql, sql } from '../../engine/sql/tag.ts'
import type { Question } from './agreement.ts'
import { type CountyRun, type Formula, matchedFormulas, scoredFormulas } from './run-county.ts'

/** What a run computed; `hf_before` keeps the households while `hf` shows them without a category. */
const VIEWS: Record<Scope, Sql> = { person: sql`pf`, household: sql`hf_before` }

/** Everything the pack computes, as columns of one county: features, scored formulas, policies and warnings. */
export interface Baseline {
  columns: ReadonlyMap<string, Column>
  formulas: ReadonlyMap<string, Formula>
  /** Table of each column that is in neither `pf` nor `hf`. */
  homes: ReadonlyMap<string, Sql>
  colours: HouseholdColour[]
}

const run = (db: Database, { steps }: Emitted): void => {
  for (const { statement } of steps) db.run(statement)
}

const homesOf = ({ tables }: Emitted): Map<string, Sql> =>
  new Map(tables.flatMap((table) => table.columns.map((column) => [column.name, id(table.name)] as const)))

const present = (pack: Pack, columns: ReadonlyMap<string, Column>): Map<string, Column> =>
  new Map(
    pack.features.flatMap(({ code }) => {
      const column = columns.get(featureName(code))
      return column ? [[code, { ...column, stage: -1 }] as const] : []
    }),
  )

/** Adds policies and warnings to what a run has computed. */
export const computeBaseline = ({ db, pack, output }: CountyRun): Baseline => {
  db.run(sql`CREATE TABLE hf_before AS SELECT * FROM hf`)
  const compiler = new Compiler(output.model, output.deliveries, present(pack, output.features.columns), 'w')
  const matched = matchedFormulas(pack)
  const added = matched.map(({ name, scope, node, text }) => compiler.expression(name, scope, node, text))
  const emitted = new Emitter(output.model, 'w_', VIEWS, ownersOf(output.people)).emit(compiler.columns())
  run(db, emitted)
  return {
    columns: new Map([...output.features.columns, ...added.map((column) => [column.name, column] as const)]),
    formulas: new Map([...scoredFormulas(pack), ...matched].map((one) => [one.name, one])),
    homes: homesOf(emitted),
    colours: colours(db),
  }
}

/** The same county with one category not delivered: what depends on it computed anew, the rest as it was. */
export interface TakenAway {
  deliveries: Deliveries
  questions: { question: Question; table: Sql; before: Sql }[]
  features: FeatureRun
  drop(): void
}

export const takeAway = ({ db, pack, output }: CountyRun, baseline: Baseline, category: string): TakenAway => {
  const deliveries = new Map([...output.deliveries].filter(([code]) => code !== category))
  const depends = (column: Column | undefined): boolean => column?.categories.has(category) ?? false
  const kept = new Map([...present(pack, baseline.columns)].filter(([, column]) => !depends(column)))
  const compiler = new Compiler(output.model, deliveries, kept, 'z')
  const questions: { name: string; of: Question['of']; column: Column }[] = []
  for (const { code, type, formula } of pack.features) {
    if (formula === undefined || !depends(baseline.columns.get(featureName(code)))) continue
    questions.push({ name: featureName(code), of: { feature: code, type }, column: compiler.feature(code) })
  }
  for (const { name, scope, node, text } of baseline.formulas.values()) {
    if (depends(baseline.columns.get(name)))
      questions.push({ name, of: { node }, column: compiler.expression(name, scope, node, text) })
  }
  const emitted = new Emitter(output.model, 'z_', VIEWS, ownersOf(output.people)).emit(compiler.columns())
  run(db, emitted)
  const homes = homesOf(emitted)
  return {
    deliveries,
    features: {
      compiler,
      columns: new Map([...baseline.columns, ...questions.map(({ name, column }) => [name, column] as const)]),
    },
    questions: questions.map(({ name, of, column }) => ({
      question: { column, of },
      table: homes.get(name) as Sql,
      before: baseline.homes.get(name) ?? VIEWS[column.scope],
    })),
    drop: () => {
      for (const table of emitted.tables) db.run(sql`DROP TABLE ${id(table.name)}`)
    },
  }
}

export interface HouseholdColour extends Row {
  hid: number
  colour: string
  open_points: number
}

const colours = (db: Database): HouseholdColour[] => db.rows(sql`SELECT hid, colour, open_points FROM raw.colour ORDER BY hid`)

/** Colours with what was recomputed: `hf` shows it while score and colour run. */
export const recolour = async ({ db, pack, output }: CountyRun, taken: TakenAway): Promise<HouseholdColour[]> => {
  const changed = taken.questions.filter(({ question }) => question.column.scope === 'household')
  const tables = [...new Map(changed.map(({ table }) => [table.text, table])).values()]
  const alias = (table: Sql): Sql => id(`n${tables.findIndex((one) => one.text === table.text)}`)
  const names = changed.flatMap(({ question, table }) => referenced(question.column).map((name) => sql`${alias(table)}.${name}`))
  const outdated = changed.flatMap(({ question: { column } }) =>
    ['', '__lo', '__hi', '__none'].map((end) => `${column.name}${end}`),
  )
  const kept = db
    .rows<{ column_name: string }>(sql`SELECT column_name FROM duckdb_columns() WHERE table_name = 'hf_before'`)
    .map((row) => row.column_name)
    .filter((name) => name !== 'hid' && !outdated.includes(name))
  const joins = tables.map((table) => sql`JOIN ${table} ${alias(table)} ON ${alias(table)}.hid = hf_before.hid`)
  db.run(
    sql`CREATE OR REPLACE VIEW hf AS SELECT ${[sql`hf_before.hid`, ...kept.map((name) => sql`hf_before.${id(name)}`), ...names]} FROM hf_before ${join(joins, sql` `)}`,
  )
  const execute = async ({ statement }: { statement: Sql }): Promise<void> => db.run(statement)
  await buildScore(pack, taken.features, execute)
  await buildColour(pack, output.model.asOf, execute)
  return colours(db)
}
