import type { Pack } from '../packs/pack.ts'
import { Compiler } from '../rules/compile.ts'
import type { Deliveries } from '../rules/delivery.ts'
import { type Emitted, Emitter, type Execute, referenced, type Step } from '../rules/emit.ts'
import type { Model } from '../rules/model.ts'
import { parseFormula } from '../rules/parse.ts'
import type { Column, Scope } from '../rules/plan.ts'
import { id, join, type Sql, sql } from '../sql/tag.ts'

/** What the household is asked beside its features, each as a column of view `hf`. */
const questions = (pack: Pack): { name: string; formula: string }[] => {
  const { scoring } = pack
  return [
    ...pack.indicators.map((one) => ({ name: valueName(one.code), formula: one.value })),
    ...Object.values(scoring.members).flatMap((list) => list.map((one) => ({ name: triggerName(one.id), formula: one.when }))),
    ...Object.values(scoring.reds).flatMap((list) => list.map((one) => ({ name: triggerName(one.id), formula: one.when }))),
    ...scoring.poverty.dimensions.flatMap((one) => one.deprivations.map((item) => ({ name: item.code, formula: item.when }))),
  ]
}

export const valueName = (indicator: string): string => `v_${indicator}`

/** Column of a trigger: `T.DD.1` is `T_DD_1`. */
export const triggerName = (trigger: string): string => trigger.replaceAll('.', '_')

/** Compiles every feature of the pack and everything its scoring asks. */
export const compileFeatures = (pack: Pack, model: Model, deliveries: Deliveries): Compiler => {
  const compiler = new Compiler(model, deliveries)
  for (const feature of pack.features) {
    if (feature.formula !== undefined) compiler.feature(feature.code)
  }
  for (const { name, formula } of questions(pack)) compiler.expression(name, 'household', parseFormula(formula), formula)
  return compiler
}

/** Statements that make a view of all finished columns of a scope. */
const view = (name: Sql, scope: Scope, tables: Emitted['tables']): Sql => {
  const key = scope === 'person' ? sql`pk` : sql`hid`
  const mine = tables.filter((table) => table.scope === scope)
  const columns = mine.flatMap((table, index) =>
    table.columns.flatMap((column) => referenced(column).map((one) => sql`${id(`t${index}`)}.${one}`)),
  )
  const joins = mine.map((table, index) => sql`JOIN ${id(table.name)} ${id(`t${index}`)} ON ${id(`t${index}`)}.${key} = b.${key}`)
  const base = scope === 'person' ? sql`person` : sql`household`
  return sql`CREATE OR REPLACE VIEW ${name} AS SELECT b.${key}${columns.length > 0 ? sql`, ${columns}` : sql``} FROM ${base} b ${join(joins, sql` `)}`
}

export interface FeatureRun {
  compiler: Compiler
  columns: ReadonlyMap<string, Column>
}

/** Statements that make views `pf` and `hf` of finished tables. */
const featureViews = (tables: Emitted['tables']): Step[] => [
  { note: 'pf', statement: view(sql`pf`, 'person', tables) },
  { note: 'hf', statement: view(sql`hf`, 'household', tables) },
]

/**
 * Computes every feature, indicator value, trigger and deprivation into views `pf` (one row per person, by `pk`) and
 * `hf` (one row per household, by `hid`). Money is in cents; `x__lo`, `x__hi`, `x__none` as in the README.
 */
export const buildFeatures = async (
  pack: Pack,
  model: Model,
  deliveries: Deliveries,
  owners: Record<Scope, number>,
  execute: Execute,
): Promise<FeatureRun> => {
  const compiler = compileFeatures(pack, model, deliveries)
  const columns = compiler.columns()
  const { steps, tables } = new Emitter(model, '', { person: sql`pf`, household: sql`hf` }, owners).emit(columns)
  for (const step of [...steps, ...featureViews(tables)]) await execute(step)
  return { compiler, columns: new Map(columns.map((column) => [column.name, column])) }
}
