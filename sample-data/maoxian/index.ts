import type { World } from '../population/world.ts'
import type { Recipe } from '../recipe.ts'
import { aidRows } from './aid-rows.ts'
import { baseRows } from './base-rows.ts'
import { Builder } from './households.ts'
import { plantedFamily, plantedRows } from './planted.ts'
import { rowsPerHousehold } from './volume.ts'

/** A county of villages that watches over those who were lifted out of poverty. */
export const mountainCounty = (world: World): Recipe => {
  const builder = new Builder(world)
  return {
    basis: '由程序生成，低保和特困人数、记录总量参照公开报道，家庭结构参照另一地的人口普查汇总数，村为占位',
    rowsPerHousehold,
    household: (seed, index) => plantedFamily(world, seed, index) ?? builder.household(seed, index),
    write: (desk, household) => {
      desk.open(household)
      baseRows(desk, household)
      if (household.planted === '') aidRows(desk, household)
      else plantedRows(desk, household)
    },
  }
}
