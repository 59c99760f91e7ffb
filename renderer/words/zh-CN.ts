import { common } from './common.ts'
import { crosscheck } from './crosscheck.ts'
import { delivery } from './delivery.ts'
import { household } from './household.ts'
import { linkage } from './linkage.ts'
import { list } from './list.ts'
import { mapping } from './mapping.ts'
import { open } from './open.ts'
import { overview } from './overview.ts'
import { quality } from './quality.ts'

/** Every word of the screens, by area. */
export const words = { common, open, delivery, mapping, overview, list, crosscheck, linkage, household, quality } as const
