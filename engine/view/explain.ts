import { triggerName, valueName } from '../features/features.ts'
import type { Pack } from '../packs/pack.ts'
import { featureName } from '../rules/leaves.ts'
import { packNames } from '../rules/pack-model.ts'
import { parseFormula } from '../rules/parse.ts'
import type { Column } from '../rules/plan.ts'
import { reading } from '../rules/reading.ts'
import { levelName, typeOf } from '../score/score.ts'
import { rowFunctions } from './evidence.ts'

/** A row of one of the run's tables, as written. */
export type Written = Readonly<Record<string, string>>

export interface EvidenceCell {
  column: string
  heading: string
  /** As it stands in the extract. */
  text: string
  /** As the engine read it; empty where it could not. */
  value: string
}

export interface EvidenceOf {
  person: string
  /** Index in `rowFunctions`. */
  atom: number
  certain: boolean
  file: string
  sheet: string
  row: number
  date: string
  cells: EvidenceCell[]
}

export interface ExplainInput {
  pack: Pack
  columns: ReadonlyMap<string, Column>
  household: Written
  features: Written
  indicators: Written
  triggers: readonly Written[]
  persons: readonly { person: Written; features: Written }[]
  evidence: readonly EvidenceOf[]
}

interface Formula {
  formula: string
  reading: string
  /** Features it reads, and row functions by index. */
  features: string[]
  row_functions: number[]
}

/** Features and row functions a column reads; what it computes on the way is opened up. */
const directly = (
  column: Column,
  code: ReadonlyMap<string, string>,
  atoms: readonly unknown[],
): Pick<Formula, 'features' | 'row_functions'> => {
  const features = new Set<string>()
  const found = new Set<number>()
  const visit = (one: Column): void => {
    for (const atom of one.atoms) {
      found.add(atoms.indexOf(atom))
      for (const need of atom.needs) meet(need)
    }
    for (const other of [...one.reads, ...[...one.members, ...one.parents].map((use) => use.inner)]) meet(other)
  }
  const meet = (other: Column): void => {
    const feature = code.get(other.name)
    if (feature) features.add(feature)
    else visit(other)
  }
  visit(column)
  return { features: [...features].sort(), row_functions: [...found].sort((a, b) => a - b) }
}

/**
 * Why one household came out as it did: scores, their indicators and triggers, the features these read down to rows of
 * the extracts. Every value is as the run wrote it; nothing is computed again.
 */
export const explain = (input: ExplainInput) => {
  const { pack, columns, household } = input
  const all = [...columns.values()]
  const atoms = rowFunctions(all)
  const code = new Map(pack.features.map((feature) => [featureName(feature.code), feature.code]))
  const names = packNames(pack)
  const formula = (name: string, text: string): Formula => {
    const column = columns.get(name)
    if (!column) throw new Error(`${name} was not computed`)
    return { formula: text, reading: reading(parseFormula(text), names), ...directly(column, code, atoms) }
  }
  const state = new Map(input.triggers.map((one) => [one.trigger, one.state ?? '']))
  const trigger = ({ id, when }: { id: string; when: string }) => ({
    id,
    state: state.get(id) ?? 'no',
    ...formula(triggerName(id), when),
  })
  const scores = pack.scoring.types.map(({ code: type, name }) => ({
    type,
    name,
    score: household[`score_${type}`],
    score_max: household[`score_max_${type}`],
    member: household[`member_${type}`],
    colour: household[`colour_${type}`],
    indicators: pack.indicators
      .filter((one) => typeOf(one.code) === type)
      .map((one) => ({
        code: one.code,
        name: one.name,
        value: input.indicators[valueName(one.code)],
        unit: one.unit,
        level: input.indicators[levelName(one.code)],
        points: input.indicators[`p_${one.code}`],
        max_points: one.max_points,
        ...formula(valueName(one.code), one.value),
      })),
    member_triggers: (pack.scoring.members[type] ?? []).map(trigger),
    red_triggers: (pack.scoring.reds[type] ?? []).map(trigger),
  }))
  const features = pack.features.flatMap((one) => {
    if (one.formula === undefined) return []
    const of = one.code.startsWith('h.')
      ? { value: input.features[one.code] }
      : { values: Object.fromEntries(input.persons.map(({ person, features: own }) => [person.token, own[one.code]])) }
    return [{ code: one.code, name: one.name, type: one.type, ...of, ...formula(featureName(one.code), one.formula) }]
  })
  const evidence = atoms.flatMap((atom, index) => {
    const rows = input.evidence.filter((one) => one.atom === index)
    return rows.length === 0
      ? []
      : [
          {
            row_function: index,
            category: atom.category,
            name: names.category(atom.category),
            columns: atom.columns,
            rows: rows.map(({ atom: _, ...row }) => row),
          },
        ]
  })
  return { household, persons: input.persons.map(({ person }) => person), scores, features, evidence }
}

export type Explanation = ReturnType<typeof explain>
