import { type Placed, refuse } from './problem.ts'
import type { Category, Head } from './schema.ts'

type People = Head['people']

/** The feature that lists of persons show as the age. */
const AGE = 'p.age'

/** Columns that a rule about persons and households names, by the place where it names them. */
const columnsNamed = (people: People): { at: string; category: string; column: string | null }[] => {
  const named: { at: string; category: string; column: string | null }[] = []
  const add = (at: string, category: string, columns: Readonly<Record<string, string | null>>): void => {
    for (const [field, column] of Object.entries(columns)) named.push({ at: `${at}.${field}`, category, column })
  }
  for (const kind of ['registers', 'former', 'listHouseholds'] as const) {
    people[kind].forEach(({ category, ...columns }, index) => {
      add(`people.${kind}[${index}]`, category, columns)
    })
  }
  people.vital.forEach(({ category, ...columns }, index) => {
    add(`people.vital[${index}]`, category, columns)
  })
  people.migrants.forEach(({ category, ...columns }, index) => {
    add(`people.migrants[${index}]`, category, columns)
  })
  people.assistance.forEach(({ category, inForce: _codes, validMonths: _months, ...columns }, index) => {
    add(`people.assistance[${index}]`, category, columns)
  })
  people.otherLedgers.forEach(({ ledger: _ledger, category, inForce: _codes, ...columns }, index) => {
    add(`people.otherLedgers[${index}]`, category, columns)
  })
  people.regions.forEach(({ category, column }, index) => {
    add(`people.regions[${index}]`, category, { column })
  })
  people.collective.marks.forEach(({ category, column }, index) => {
    add(`people.collective.marks[${index}]`, category, { column })
  })
  if (people.parents) {
    const { category, ...parents } = people.parents
    add('people.parents', category, parents)
  }
  return named
}

/** The same for lists without ID numbers. */
const linkageNamed = ({ linkage, people }: Head): ReturnType<typeof columnsNamed> => [
  ...(linkage?.lists ?? []).map((category, index) => ({
    at: `linkage.lists[${index}]`,
    category,
    column: people.nameColumn,
  })),
  ...(linkage?.persons ?? []).flatMap(({ category, address, phone }, index) =>
    [address, phone].map((column) => ({ at: `linkage.persons[${index}]`, category, column })),
  ),
]

const checkPeople = (head: Placed<Head>, categories: readonly Placed<Category>[], features: ReadonlySet<string>): void => {
  const { people } = head.value
  const columns = new Map(categories.map(({ value }) => [value.code, new Set(value.columns.map(({ name }) => name))]))
  for (const { at, category, column } of [...columnsNamed(people), ...linkageNamed(head.value)]) {
    const known = columns.get(category)
    if (!known) refuse(head, at, `数据类别 ${category} 不存在`)
    if (column !== null && !known?.has(column)) refuse(head, at, `${category} 没有字段 ${column}`)
  }
  if (!features.has(AGE)) refuse(head, 'people', `须有特征 ${AGE}，人员名单要用它`)
  const { members, money, causes } = head.value.profile
  for (const [part, list] of Object.entries({ members, money, causes })) {
    list.forEach(({ feature }, index) => {
      if (!features.has(feature)) refuse(head, `profile.${part}[${index}]`, `特征 ${feature} 不存在`)
    })
  }
  for (const [state, feature] of Object.entries(people.absence)) {
    if (feature !== null && !features.has(feature)) refuse(head, `people.absence.${state}`, `特征 ${feature} 不存在`)
  }
}

const checkQuality = (head: Placed<Head>, features: ReadonlySet<string>, parameters: ReadonlySet<string>): void => {
  const { quality } = head.value
  if (!quality) return
  if (!features.has(quality.income.feature)) refuse(head, 'quality.income.feature', `特征 ${quality.income.feature} 不存在`)
  if (!parameters.has(quality.income.least)) refuse(head, 'quality.income.least', `参数 ${quality.income.least} 不存在`)
  if (!features.has(quality.assets)) refuse(head, 'quality.assets', `特征 ${quality.assets} 不存在`)
}

/** `pack.json` names only categories, columns, features and parameters that exist. */
export const checkHead = (
  head: Placed<Head>,
  categories: readonly Placed<Category>[],
  features: ReadonlySet<string>,
  parameters: ReadonlySet<string>,
): void => {
  checkPeople(head, categories, features)
  checkQuality(head, features, parameters)
}
