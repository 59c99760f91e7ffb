import { checkPieces } from './check.ts'
import { checkFormulas } from './check-formulas.ts'
import type { Placed } from './problem.ts'
import { readPieces } from './read.ts'
import type {
  Category,
  CodeList,
  Crosscheck,
  Department,
  Feature,
  Head,
  Indicator,
  Parameter,
  Policy,
  RegionChange,
  RowSet,
  Scoring,
  Town,
  Village,
  Warning,
} from './schema.ts'

export { parameterAt, parametersAt } from './parameter.ts'
export { PackError } from './problem.ts'
export type * from './schema.ts'

/** What is known about one region: catalogue, code lists, parameters, formulas, policies, map. Checked when loaded. */
export interface Pack extends Head {
  departments: readonly Department[]
  categories: readonly Category[]
  lists: readonly CodeList[]
  parameters: readonly Parameter[]
  features: readonly Feature[]
  /** In the order of types, then of codes. */
  indicators: readonly Indicator[]
  scoring: Scoring
  policies: readonly Policy[]
  warnings: readonly Warning[]
  rowSets: readonly RowSet[]
  /** By code: what is held against what across departments. */
  crosschecks: readonly Crosscheck[]
  regions: { towns: readonly Town[]; villages: readonly Village[]; history: readonly RegionChange[] }
  category(code: string): Category | undefined
  /** Department that delivers a category. */
  departmentOf(category: string): Department | undefined
  list(code: string): CodeList | undefined
  parameter(code: string): Parameter | undefined
  feature(code: string): Feature | undefined
  indicator(code: string): Indicator | undefined
}

const finder = <T>(values: readonly T[], code: (value: T) => string): ((code: string) => T | undefined) => {
  const map = new Map(values.map((value) => [code(value), value]))
  return (wanted) => map.get(wanted)
}

const values = <T>(placed: readonly Placed<T>[]): T[] => placed.map(({ value }) => value)

/**
 * Loads a pack from its files (path inside the pack -> text).
 * @throws {PackError} naming file, place and reason
 */
export const loadPack = (files: ReadonlyMap<string, string>): Pack => {
  const pieces = readPieces(files)
  checkPieces(pieces)
  const scoring = pieces.scoring.value
  const departments = values(pieces.departments)
  const categories = departments.flatMap((one) => one.categories)
  const lists = values(pieces.lists)
  const parameters = values(pieces.parameters)
  const features = values(pieces.features)
  const indicators = scoring.order.flatMap((type) =>
    values(pieces.indicators)
      .filter(({ code }) => code.replace(/\d+$/, '') === type)
      .sort((a, b) => (a.code < b.code ? -1 : 1)),
  )
  const pack: Pack = {
    ...pieces.head.value,
    departments,
    categories,
    lists,
    parameters,
    features,
    indicators,
    scoring,
    policies: values(pieces.policies).sort((a, b) => (a.id < b.id ? -1 : 1)),
    warnings: values(pieces.warnings).sort((a, b) => (a.id < b.id ? -1 : 1)),
    rowSets: values(pieces.rowSets),
    crosschecks: values(pieces.crosschecks).sort((a, b) => (a.code < b.code ? -1 : 1)),
    regions: { towns: values(pieces.towns), villages: values(pieces.villages), history: values(pieces.history) },
    category: finder(categories, ({ code }) => code),
    departmentOf: (category) => departments.find((one) => one.categories.some(({ code }) => code === category)),
    list: finder(lists, ({ code }) => code),
    parameter: finder(parameters, ({ code }) => code),
    feature: finder(features, ({ code }) => code),
    indicator: finder(indicators, ({ code }) => code),
  }
  checkFormulas(pieces, pack)
  return pack
}
