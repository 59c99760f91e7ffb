import type { Dictionary } from '../contract.ts'
import type { Category, Pack } from '../packs/pack.ts'

const titleOf = (category: Category, name: string | null): string =>
  category.columns.find((column) => column.name === name)?.title ?? ''

/** 数据目录: every category with its columns and the code lists they use, in the order of the pack. */
export const dictionary = ({ departments, lists }: Pick<Pack, 'departments' | 'lists'>): Dictionary => ({
  departments: departments.map(({ code, name, level }) => ({ code, name, level })),
  categories: departments.flatMap((department) =>
    department.categories.map((category) => ({
      code: category.code,
      name: category.name,
      department: department.code,
      kind: category.kind,
      grain: category.grain,
      coverage: category.coverage,
      refresh: category.refresh,
      security: category.security,
      share: category.share,
      note: category.note ?? '',
      key: category.key.map((name) => titleOf(category, name)),
      time: titleOf(category, category.time),
      person: titleOf(category, category.person),
      columns: category.columns.map(({ name, title, type, unit, list, required, pii, aliases }) => ({
        code: name,
        name: title,
        type,
        unit: unit ?? '',
        list: list ?? '',
        required: required === true || name === category.person,
        pii,
        aliases: [...aliases],
      })),
    })),
  ),
  lists: lists.map(({ code, standard, items }) => ({
    code,
    name: standard,
    items: items.map((item) => ({ code: item.code, name: item.name })),
  })),
})
