import { mkdirSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { EngineError } from '../engine/contract.ts'
import { builtinPack } from '../engine/packs/index.ts'
import { parseDay } from './calendar.ts'
import { catalogueOf } from './catalogue.ts'
import { Desk } from './delivery/desk.ts'
import { Truth } from './delivery/truth.ts'
import { NamelessLists } from './linkage/lists.ts'
import { newWorld } from './population/new-world.ts'
import { Random } from './random.ts'
import { type Recipe, recipeFor } from './recipe.ts'

export interface SampleOptions {
  households: number
  seed: number
  /** ISO date. */
  asOf: string
  /** Share of rows that are spoilt, 0 to 1. */
  dirt: number
  /** Which faults are planted: the common few (default), or every kind, and then without changing any other row. */
  faults?: 'common' | 'all'
  /** Months of history, 1 to 24. */
  months: number
  /** Share of households of which somebody stands in a list without an ID number, 0 to 1. */
  nameless?: number
  /** Folder that takes the extracts; departments' folders in it are replaced. */
  out: string
  /** Folder that takes `planted.csv` and `families.csv`, and `links.csv` where there are lists without ID numbers. */
  truth?: string
  pack?: string
}

export interface SampleResult {
  households: number
  persons: number
  rows: number
  /** Rows written to each category. */
  counts: ReadonlyMap<string, number>
}

/** Writes the extracts of a synthetic county, the way its departments would send them. Same options, same bytes. */
export function generateCounty(options: SampleOptions, onProgress?: (done: number, total: number) => void): SampleResult {
  check(options)
  const { pack = 'pinghu' } = options
  const catalogue = catalogueOf(builtinPack(pack), options.asOf)
  // Contradictions between departments come with the common dirt alone; faults of every kind leave the county as it is.
  const dirt = options.faults === 'all' ? 0 : options.dirt
  const world = newWorld(catalogue, { ...options, dirt, asOf: parseDay(options.asOf) })
  const recipe = recipeFor(pack, world)
  clear(
    options.out,
    catalogue.categories.map((category) => `${category.department}${category.departmentName}`),
  )
  const truth = new Truth(options.truth)
  const desk = new Desk(
    world,
    catalogue,
    {
      out: options.out,
      seed: options.seed,
      dirt: options.dirt,
      allFaults: options.faults === 'all',
      truth,
      rowsPerHousehold: recipe.rowsPerHousehold,
    },
    { hhNo: '', random: new Random(options.seed, 0), dirt: 0, faults: null },
  )
  const lists = options.nameless ? new NamelessLists(catalogue, { ...options, share: options.nameless }) : null
  let persons = 0
  for (let index = 0; index < options.households; index++) {
    const household = recipe.household(options.seed, index)
    if (household.planted !== '') truth.family(household)
    persons += household.members.length
    recipe.write(desk, household)
    lists?.take(household)
    if (onProgress && index % 1000 === 999) onProgress(index + 1, options.households)
  }
  desk.close()
  truth.close()
  writeFileSync(join(options.out, '合成数据说明.txt'), explanation(options, recipe, persons))
  const counts = desk.counts()
  return { households: options.households, persons, rows: [...counts.values()].reduce((sum, count) => sum + count, 0), counts }
}

function check(options: SampleOptions): void {
  const { households, dirt, months } = options
  if (!Number.isInteger(households) || households < 0 || households > 1_000_000)
    throw new EngineError('usage', `户数 ${households} 不在 0 到 1000000 之间，请改用整数`)
  if (!(dirt >= 0 && dirt <= 1)) throw new EngineError('usage', `脏数据比例 ${dirt} 不在 0 到 1 之间，请改小`)
  if (!Number.isInteger(months) || months < 1 || months > 24)
    throw new EngineError('usage', `历史月数 ${months} 不在 1 到 24 之间，请改用整数`)
}

/** Old extracts of the same departments would be read together with the new ones. */
function clear(out: string, folders: readonly string[]): void {
  mkdirSync(out, { recursive: true })
  for (const folder of new Set(folders)) rmSync(join(out, folder), { recursive: true, force: true })
}

function explanation(options: SampleOptions, { basis }: Recipe, persons: number): string {
  return [
    '合成数据说明',
    '',
    `本文件夹全部为合成数据：${basis}，不对应任何真实个人、家庭或单位。`,
    '身份证号使用不存在的行政区划前缀，只有校验码符合规则；姓名、单位、地址、电话、账号均为虚构。',
    `截止日期 ${options.asOf}，${options.households} 户，${persons} 人，种子 ${options.seed}，历史 ${options.months} 个月，脏数据比例 ${options.dirt}。`,
    '',
  ].join('\n')
}
