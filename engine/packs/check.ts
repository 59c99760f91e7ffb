import { checkCrosschecks } from './check-crosschecks.ts'
import { checkHead } from './check-people.ts'
import { type Placed, refuse } from './problem.ts'
import type { Pieces } from './read.ts'
import type { Category, CodeList, Feature, Indicator, Parameter } from './schema.ts'

const RANGED_TYPES = new Set(['money', 'number', 'int'])
const TIME_TYPES = new Set(['date', 'datetime', 'month', 'year', 'schoolyear'])

/** Codes of placed pieces; a code met twice is refused where it is met again. */
const unique = <T>(pieces: readonly Placed<T>[], code: (value: T) => string, field: string): Set<string> => {
  const seen = new Map<string, Placed<T>>()
  for (const piece of pieces) {
    const first = seen.get(code(piece.value))
    if (first) refuse(piece, field, `代码 ${code(piece.value)} 重复，已见于 ${first.file} 的 ${first.path || field}`)
    seen.set(code(piece.value), piece)
  }
  return new Set(seen.keys())
}

/** Every category of every department with its place. */
const placedCategories = (pieces: Pieces): Placed<Category>[] =>
  pieces.departments.flatMap(({ value, file }) =>
    value.categories.map((one, index) => ({ value: one, file, path: `categories[${index}]` })),
  )

const checkCategory = (placed: Placed<Category>, lists: ReadonlySet<string>): void => {
  const { value } = placed
  const columns = new Map<string, Category['columns'][number]>()
  value.columns.forEach((column, index) => {
    const at = `columns[${index}]`
    if (columns.has(column.name)) refuse(placed, `${at}.name`, `字段 ${column.name} 重复`)
    columns.set(column.name, column)
    if (column.list !== undefined && !lists.has(column.list)) refuse(placed, `${at}.list`, `代码表 ${column.list} 不存在`)
    if ((column.type === 'code') !== (column.list !== undefined)) refuse(placed, at, `字段 ${column.name} 的类型与代码表不相配`)
    if (column.type === 'money' && !column.unit?.includes('元'))
      refuse(placed, `${at}.unit`, `金额字段 ${column.name} 的单位须含“元”`)
  })
  value.columns.forEach(({ parts = [] }, index) => {
    parts.forEach((part, at) => {
      if (columns.get(part)?.type !== 'code') refuse(placed, `columns[${index}].parts[${at}]`, `代码型字段 ${part} 不存在`)
    })
  })
  value.columns.forEach(({ name, type, range }, index) => {
    if (range === undefined) return
    const at = `columns[${index}].range`
    if (!RANGED_TYPES.has(type)) refuse(placed, at, `字段 ${name} 不是数值，不能有范围`)
    if (range.min === undefined && range.max === undefined) refuse(placed, at, `字段 ${name} 的范围须有上限或下限`)
    if ((range.min ?? Number.NEGATIVE_INFINITY) > (range.max ?? Number.POSITIVE_INFINITY))
      refuse(placed, at, `字段 ${name} 的下限高于上限`)
  })
  value.key.forEach((name, index) => {
    if (!columns.has(name)) refuse(placed, `key[${index}]`, `字段 ${name} 不存在`)
  })
  const time = value.time === null ? null : columns.get(value.time)
  if (time === undefined) refuse(placed, 'time', `字段 ${value.time} 不存在`)
  if (time && !TIME_TYPES.has(time.type)) refuse(placed, 'time', `字段 ${time.name} 不是日期、月份、年度或学年`)
  const person = value.person === null ? null : columns.get(value.person)
  if (person === undefined) refuse(placed, 'person', `字段 ${value.person} 不存在`)
  if (person && person.type !== 'id18') refuse(placed, 'person', `字段 ${person.name} 不是身份证件号码`)
}

/** What a column refers to must be there and of its type. */
const checkReferences = (categories: readonly Placed<Category>[]): void => {
  const types = new Map(categories.flatMap(({ value }) => value.columns.map(({ name, type }) => [`${value.code}.${name}`, type])))
  for (const placed of categories) {
    placed.value.columns.forEach(({ type, refers = [] }, index) => {
      refers.forEach((target, at) => {
        if (types.get(target) !== type) refuse(placed, `columns[${index}].refers[${at}]`, `${target} 不存在或类型不同`)
      })
    })
  }
}

const checkList = (placed: Placed<CodeList>): void => {
  const meaning = new Map<string, string>()
  placed.value.items.forEach(({ code }, index) => {
    if (meaning.has(code)) refuse(placed, `items[${index}].code`, `代码 ${code} 重复`)
    meaning.set(code, code)
  })
  placed.value.items.forEach((item, index) => {
    for (const label of [item.name, ...(item.aliases ?? [])]) {
      const other = meaning.get(label)
      if (other !== undefined && other !== item.code)
        refuse(placed, `items[${index}]`, `“${label}”同时指 ${other} 和 ${item.code}`)
      meaning.set(label, item.code)
    }
  })
  placed.value.unknown.forEach((code, index) => {
    if (!placed.value.items.some((item) => item.code === code)) refuse(placed, `unknown[${index}]`, `代码 ${code} 不在本表内`)
  })
}

const checkParameter = (placed: Placed<Parameter>): void => {
  const starts = new Set<string | null>()
  placed.value.rows.forEach((row, index) => {
    if (row.from !== null && row.to !== null && row.to < row.from) refuse(placed, `rows[${index}].to`, '终止日期早于起始日期')
    if (starts.has(row.from)) refuse(placed, `rows[${index}].from`, '两行从同一天起施行')
    starts.add(row.from)
  })
}

const checkFeature = (placed: Placed<Feature>, lists: ReadonlySet<string>): void => {
  const { value } = placed
  if ((value.formula === undefined) === (value.builder === undefined)) refuse(placed, 'formula', '公式与 builder 须有且只有一个')
  if (value.list !== undefined && !lists.has(value.list)) refuse(placed, 'list', `代码表 ${value.list} 不存在`)
  if ((value.type === 'code') !== (value.list !== undefined)) refuse(placed, 'list', '代码型特征须指明代码表，其他类型不得有')
}

const checkIndicators = (indicators: readonly Placed<Indicator>[], types: ReadonlySet<string>): void => {
  const totals = new Map([...types].map((type) => [type, 0]))
  for (const placed of indicators) {
    const { value } = placed
    const type = value.code.replace(/\d+$/, '')
    const best = Math.max(value.else_points, ...value.bands.map((band) => band.points))
    if (!types.has(type)) refuse(placed, 'code', `类型 ${type} 不存在`)
    if (best !== value.max_points) refuse(placed, 'max_points', `应等于最高档分值 ${best}`)
    totals.set(type, (totals.get(type) ?? 0) + value.max_points)
  }
  for (const [type, total] of totals) {
    const first = indicators.find(({ value }) => value.code.replace(/\d+$/, '') === type)
    if (first && total !== 100) refuse({ ...first, path: '' }, '', `${type} 型指标满分合计 ${total}，应为 100`)
  }
}

const checkScoring = (pieces: Pieces, features: ReadonlySet<string>, parameters: ReadonlySet<string>): ReadonlySet<string> => {
  const { scoring } = pieces
  const { value } = scoring
  const types = new Set(value.types.map((one) => one.code))
  if (types.size !== value.types.length) refuse(scoring, 'types', '类型代码重复')
  if ([...value.order].sort().join() !== [...types].sort().join()) refuse(scoring, 'order', '须恰好列出每个类型一次')
  for (const [line, parameter] of Object.entries(value.lines ?? {})) {
    if (!parameters.has(parameter)) refuse(scoring, `lines.${line}`, `参数 ${parameter} 不存在`)
  }
  value.registered.forEach((one, index) => {
    if (!features.has(one.feature)) refuse(scoring, `registered[${index}].feature`, `特征 ${one.feature} 不存在`)
  })
  const clauses = (['members', 'reds'] as const).flatMap((kind) =>
    Object.entries(value[kind]).flatMap(([type, list]) => {
      if (!types.has(type)) refuse(scoring, `${kind}.${type}`, `类型 ${type} 不存在`)
      return list.map((one, index) => ({ value: one, file: scoring.file, path: `${kind}.${type}[${index}]` }))
    }),
  )
  unique(clauses, ({ id }) => id, 'id')
  const deprivations = value.poverty.dimensions.flatMap((dimension, at) =>
    dimension.deprivations.map((one, index) => ({
      value: one,
      file: scoring.file,
      path: `poverty.dimensions[${at}].deprivations[${index}]`,
    })),
  )
  unique(deprivations, ({ code }) => code, 'code')
  return types
}

const known = (
  placed: Placed<unknown>,
  field: string,
  codes: readonly string[],
  all: ReadonlySet<string>,
  what: string,
): void => {
  codes.forEach((code, index) => {
    if (!all.has(code)) refuse(placed, `${field}[${index}]`, `${what} ${code} 不存在`)
  })
}

const checkUses = (pieces: Pieces, types: ReadonlySet<string>, departments: ReadonlySet<string>): void => {
  unique(pieces.policies, ({ id }) => id, 'id')
  unique(pieces.warnings, ({ id }) => id, 'id')
  for (const placed of pieces.policies) {
    known(placed, 'types', placed.value.types, types, '类型')
    if (!departments.has(placed.value.dept)) refuse(placed, 'dept', `部门 ${placed.value.dept} 不存在`)
    const { eligible, excluded, enjoyed } = placed.value
    unique(
      [...eligible, ...excluded, ...(enjoyed ? [enjoyed] : [])].map((value) => ({ ...placed, value })),
      ({ id }) => id,
      'eligible',
    )
  }
  for (const placed of pieces.warnings) {
    known(placed, 'types', placed.value.types, types, '类型')
    known(placed, 'push_to', placed.value.push_to, departments, '部门')
  }
}

const checkRegions = ({ head, towns, villages, history }: Pieces): void => {
  const { county } = head.value
  const townCodes = unique(towns, ({ code12 }) => code12, 'code12')
  unique(villages, ({ code12 }) => code12, 'code12')
  unique(history, ({ old }) => old, 'old')
  for (const placed of [...towns, ...villages]) {
    if (!placed.value.code12.startsWith(county)) refuse(placed, 'code12', `不属于 ${county}`)
  }
  for (const placed of villages) {
    if (!townCodes.has(placed.value.town)) refuse(placed, 'town', `镇（街道） ${placed.value.town} 不存在`)
  }
  const codes = [...towns, ...villages].map(({ value }) => value.code12)
  for (const placed of history) {
    if (!codes.some((code) => code.startsWith(placed.value.new))) refuse(placed, 'new', `没有以 ${placed.value.new} 开头的区划`)
  }
}

/** Holds the pieces of a pack against each other. */
export const checkPieces = (pieces: Pieces): void => {
  const categories = placedCategories(pieces)
  const departments = unique(pieces.departments, ({ code }) => code, 'code')
  const lists = unique(pieces.lists, ({ code }) => code, 'code')
  const parameters = unique(pieces.parameters, ({ code }) => code, 'code')
  const features = unique(pieces.features, ({ code }) => code, 'code')
  unique(categories, ({ code }) => code, 'code')
  unique(pieces.indicators, ({ code }) => code, 'code')
  pieces.lists.forEach(checkList)
  pieces.parameters.forEach(checkParameter)
  for (const placed of categories) checkCategory(placed, lists)
  checkReferences(categories)
  for (const placed of pieces.features) checkFeature(placed, lists)
  const types = checkScoring(pieces, features, parameters)
  for (const placed of categories) known(placed, 'types', placed.value.types, types, '类型')
  checkIndicators(pieces.indicators, types)
  checkUses(pieces, types, departments)
  checkRegions(pieces)
  checkHead(pieces.head, categories, features, parameters)
  unique(pieces.rowSets, ({ code }) => code, 'code')
  unique(pieces.crosschecks, ({ code }) => code, 'code')
  checkCrosschecks(pieces, categories)
  for (const [limit, code] of Object.entries(pieces.head.value.delivery)) {
    if (!parameters.has(code)) refuse(pieces.head, `delivery.${limit}`, `参数 ${code} 不存在`)
  }
}
