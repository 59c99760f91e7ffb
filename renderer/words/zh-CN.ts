import { common } from './common.ts'
import { delivery } from './delivery.ts'
import { household } from './household.ts'
import { list } from './list.ts'
import { mapping } from './mapping.ts'
import { open } from './open.ts'
import { overview } from './overview.ts'

/** Every word of the screens, by area. */
export const words = { common, open, delivery, mapping, overview, list, household } as const
