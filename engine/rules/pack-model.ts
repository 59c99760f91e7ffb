import type { Pack } from '../packs/pack.ts'
import { parameterAt } from '../packs/parameter.ts'
import type { Model, ModelCategory, ModelFeature } from './model.ts'
import { parseFormula } from './parse.ts'
import type { Names } from './reading.ts'

/** The compiler's view of a pack at an as-of date; formulas are parsed once. */
export const packModel = (pack: Pack, asOf: string): Model => {
  const categories = new Map<string, ModelCategory>(
    pack.categories.map((one) => [
      one.code,
      {
        ...one,
        columns: new Map(
          one.columns.map((column) => [column.name, { type: column.type, unit: column.unit ?? null, list: column.list ?? null }]),
        ),
      },
    ]),
  )
  const lists = new Map(
    pack.lists.map((list) => [list.code, { codes: new Set(list.items.map((item) => item.code)), unknown: list.unknown }]),
  )
  const features = new Map<string, ModelFeature>(
    pack.features.map((one) => [
      one.code,
      {
        code: one.code,
        type: one.type,
        list: one.list ?? null,
        formula: one.formula === undefined ? null : parseFormula(one.formula),
        text: one.formula ?? '',
      },
    ]),
  )
  return {
    asOf,
    category: (code) => categories.get(code),
    list: (code) => lists.get(code),
    feature: (code) => features.get(code),
    param: (code) => (pack.parameter(code) ? parameterAt(pack, code, asOf) : undefined),
  }
}

const PERSON_LISTS: Readonly<Record<string, string>> = { 'PERSON.sex': 'CL_SEX', 'PERSON.relation': 'CL_RELATION' }
const TIMES = new Set(['date', 'datetime', 'month', 'year', 'schoolyear'])

/** Chinese names of everything a formula can mention. */
export const packNames = (pack: Pack): Names => {
  const columnOf = (name: string) => {
    const [category = '', column] = name.split('.')
    return pack.category(category)?.columns.find((one) => one.name === column)
  }
  return {
    category: (code) => pack.category(code)?.name ?? code,
    column: (category, column) => columnOf(`${category}.${column}`)?.title ?? column,
    feature: (code) => pack.feature(code)?.name ?? code,
    param: (code) => pack.parameter(code)?.name ?? code,
    list: (name) => PERSON_LISTS[name] ?? (pack.feature(name) ?? columnOf(name))?.list ?? null,
    label: (list, code) => pack.list(list)?.items.find((item) => item.code === code)?.name ?? code,
    dated: (name) => name === 'PERSON.birth_date' || TIMES.has((pack.feature(name) ?? columnOf(name))?.type ?? ''),
  }
}
