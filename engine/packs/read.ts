import { z } from 'zod'
import { PackError, type Placed, pathText } from './problem.ts'
import * as schema from './schema.ts'

const localeError = z.locales.zhCN().localeError

const FOLDERS = new Set([
  'departments',
  'codelists',
  'parameters',
  'features',
  'indicators',
  'policies',
  'warnings',
  'crosschecks',
])
const ROW_SETS = 'crosschecks/sets.json'
const SINGLE = new Set(['pack.json', 'scoring.json', 'regions/towns.json', 'regions/villages.json', 'regions/history.json'])

const parse = (file: string, content: string): unknown => {
  try {
    return JSON.parse(content)
  } catch (error) {
    throw new PackError(file, '', `不是有效的 JSON（${error instanceof Error ? error.message : String(error)}）`)
  }
}

const valid = <T>(shape: z.ZodType<T>, file: string, content: string): T => {
  const result = shape.safeParse(parse(file, content), { error: localeError })
  if (result.success) return result.data
  const issue = result.error.issues[0]
  throw new PackError(file, pathText(issue?.path ?? []), issue?.message ?? '内容不符合要求')
}

/** The pieces of a pack, each with the place it was written, in the order of file paths. */
export interface Pieces {
  head: Placed<schema.Head>
  scoring: Placed<schema.Scoring>
  departments: Placed<schema.Department>[]
  lists: Placed<schema.CodeList>[]
  parameters: Placed<schema.Parameter>[]
  features: Placed<schema.Feature>[]
  indicators: Placed<schema.Indicator>[]
  policies: Placed<schema.Policy>[]
  warnings: Placed<schema.Warning>[]
  rowSets: Placed<schema.RowSet>[]
  crosschecks: Placed<schema.Crosscheck>[]
  towns: Placed<schema.Town>[]
  villages: Placed<schema.Village>[]
  history: Placed<schema.RegionChange>[]
}

/** Reads every JSON file of a pack and holds it against its schema. */
export const readPieces = (files: ReadonlyMap<string, string>): Pieces => {
  const names = [...files.keys()].filter((name) => name.endsWith('.json')).sort()
  for (const name of names) {
    const [folder = '', rest] = name.split('/')
    if (!SINGLE.has(name) && !(rest !== undefined && FOLDERS.has(folder)))
      throw new PackError(name, '', '不认识的文件，应放在规定的文件夹内')
  }
  const content = (file: string): string => {
    const found = files.get(file)
    if (found === undefined) throw new PackError(file, '', '缺少这个文件')
    return found
  }
  const one = <T>(file: string, shape: z.ZodType<T>): Placed<T> => ({ value: valid(shape, file, content(file)), file, path: '' })
  const rows = <T>(file: string, shape: z.ZodType<T>): Placed<T>[] =>
    valid(z.array(shape), file, content(file)).map((value, index) => ({ value, file, path: `[${index}]` }))
  const inFolder = (folder: string): string[] => names.filter((name) => name.startsWith(`${folder}/`))
  const many = <T>(folder: string, shape: z.ZodType<T>): Placed<T>[] => inFolder(folder).flatMap((file) => rows(file, shape))
  const checkFiles = inFolder('crosschecks').filter((file) => file !== ROW_SETS)
  return {
    head: one('pack.json', schema.head),
    scoring: one('scoring.json', schema.scoring),
    departments: inFolder('departments').map((file) => one(file, schema.department)),
    lists: many('codelists', schema.codeList),
    parameters: many('parameters', schema.parameter),
    features: many('features', schema.derived),
    indicators: many('indicators', schema.indicator),
    policies: many('policies', schema.policy),
    warnings: many('warnings', schema.warning),
    rowSets: files.has(ROW_SETS) ? rows(ROW_SETS, schema.rowSet) : [],
    crosschecks: checkFiles.flatMap((file) => rows(file, schema.crosscheck)),
    towns: rows('regions/towns.json', schema.town),
    villages: rows('regions/villages.json', schema.village),
    history: rows('regions/history.json', schema.regionChange),
  }
}
