import { boundaries } from './boundaries.ts'
import { everyTest, length, noAny } from './code.ts'
import { names } from './names.ts'
import { everyPlatform, noAddresses, oneArrow } from './packages.ts'
import { places } from './places.ts'
import { queries } from './queries.ts'
import { stages } from './stages.ts'
import type { Check } from './tree.ts'

/** Every check of the repository, by the rule it keeps. */
export const CHECKS: Readonly<Record<string, Check>> = {
  'parts of the repository import as they may': boundaries,
  'a stage imports only from its left': stages,
  'SQL is made with the tag, in the engine': queries,
  'no region, department or policy is named in the engine': names,
  'one copy of Arrow': oneArrow,
  'a lockfile without addresses': noAddresses,
  'a lockfile for every platform': everyPlatform,
  'no path of a machine, no registry': places,
  'no any': noAny,
  'every test runs': everyTest,
  'files fit a reader': length,
}
