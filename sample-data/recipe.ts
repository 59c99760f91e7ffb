import { EngineError } from '../engine/contract.ts'
import type { Desk } from './delivery/desk.ts'
import { rowsPerHousehold } from './delivery/volume.ts'
import { writeHousehold } from './departments/index.ts'
import { mountainCounty } from './maoxian/index.ts'
import { buildHousehold } from './population/build.ts'
import type { Household } from './population/model.ts'
import { plantedFamilies } from './population/planted.ts'
import type { World } from './population/world.ts'

/** How the synthetic county of one region is made. */
export interface Recipe {
  /** What its numbers rest on. */
  basis: string
  /** Rows a household, which decides whether a category is sent as a sheet or as plain text. */
  rowsPerHousehold: Readonly<Record<string, number>>
  household(seed: number, index: number): Household
  /** All rows of one household. */
  write(desk: Desk, household: Household): void
}

const lowlandCounty = (world: World): Recipe => ({
  basis: '由程序按公开的人口普查汇总数生成',
  rowsPerHousehold,
  household: (seed, index) => plantedFamilies[index]?.(world, seed, index) ?? buildHousehold(world, seed, index),
  write: writeHousehold,
})

const RECIPES: Readonly<Record<string, (world: World) => Recipe>> = { pinghu: lowlandCounty, maoxian: mountainCounty }

/** The recipe of a pack for one county. */
export function recipeFor(pack: string, world: World): Recipe {
  const recipe = RECIPES[pack]
  if (!recipe) throw new EngineError('usage', `没有“${pack}”的合成数据，可用的有：${Object.keys(RECIPES).join('、')}`)
  return recipe(world)
}
