import { type Pack, parameterAt } from '../engine/packs/pack.ts'

/** What the generator needs of a pack: categories with their columns, code lists, villages, parameters. */
export interface SampleColumn {
  name: string
  title: string
  type: string
  list: string | null
  required: boolean
  aliases: readonly string[]
  unit: string | null
  range: { min?: number; max?: number } | null
  /** Whether the value must stand in another table. */
  refers: boolean
}

export interface SampleCategory {
  code: string
  name: string
  department: string
  departmentName: string
  kind: 'status' | 'event'
  time: string | null
  person: string | null
  key: readonly string[]
  columns: readonly SampleColumn[]
}

export interface SampleVillage {
  code12: string
  name: string
  kind: string
  town: string
  townName: string
}

export interface SampleCatalogue {
  categories: readonly SampleCategory[]
  /** Code list -> code -> label. */
  lists: ReadonlyMap<string, ReadonlyMap<string, string>>
  villages: readonly SampleVillage[]
  /** Old beginning of a region code and the one that replaces it. */
  history: readonly { old: string; new: string }[]
  syntheticPrefix: string
  county: string
  dibaoStandard: number
}

/** Reads a pack at an as-of date (`YYYY-MM-DD`). */
export function catalogueOf(pack: Pack, asOf: string): SampleCatalogue {
  const towns = new Map(pack.regions.towns.map((town) => [town.code12, town.name]))
  return {
    categories: pack.departments.flatMap((department) =>
      department.categories.map((category) => ({
        code: category.code,
        name: category.name,
        department: department.code,
        departmentName: department.name,
        kind: category.kind,
        time: category.time,
        person: category.person,
        key: category.key,
        columns: category.columns.map((column) => ({
          name: column.name,
          title: column.title,
          type: column.type,
          list: column.list ?? null,
          required: column.required ?? false,
          aliases: column.aliases,
          unit: column.unit ?? null,
          range: column.range ?? null,
          refers: column.refers !== undefined,
        })),
      })),
    ),
    lists: new Map(pack.lists.map((list) => [list.code, new Map(list.items.map((item) => [item.code, item.name]))])),
    villages: pack.regions.villages.map(({ code12, name, kind, town }) => ({
      code12,
      name,
      kind,
      town,
      townName: towns.get(town) ?? '',
    })),
    history: pack.regions.history,
    syntheticPrefix: pack.syntheticPrefix,
    county: pack.county,
    dibaoStandard: Math.round(Number(parameterAt(pack, 'param.dibao_std', asOf).value) * 100),
  }
}
