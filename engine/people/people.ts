import { EngineError } from '../contract.ts'
import type { Deliveries } from '../rules/delivery.ts'
import type { Database } from '../sql/database.ts'
import { id, sql } from '../sql/tag.ts'
import { compareLedgers, readAssistance } from './assistance.ts'
import { composeHouseholds } from './compose.ts'
import { type Frame, make, personCategories } from './frame.ts'
import { assignTokens, type PreviousIdentity } from './identity.ts'
import { placePersons } from './place.ts'
import { placeOnMap } from './region.ts'
import { findCollectives, readRegisters } from './register.ts'
import type { PeoplePack } from './rules.ts'
import { collectPersons } from './seen.ts'
import { type PeopleSummary, summarise } from './summary.ts'
import { describePersons } from './vital.ts'

/** The step that runs next. */
export interface PeopleStep {
  note: string
  done: number
  total: number
}

export interface PeopleOptions {
  /** ISO date. */
  asOf: string
  /** Keeps anchors apart from run to run of other installations; the same as in the run before where there was one. */
  salt: string
  previous: PreviousIdentity
}

const finishHouseholds = (frame: Frame): void => {
  make(
    frame,
    'people_home',
    sql`SELECT gid, CAST(row_number() OVER (ORDER BY size = 0, token) - 1 AS INTEGER) AS hid, token AS household_id, base, head, size,
        region12, region_code, region_name
      FROM people_group JOIN people_household USING (gid) JOIN people_map USING (gid)`,
  )
  const columns = sql`hid, household_id, base, head, size, region12, region_code, region_name`
  make(frame, 'household', sql`SELECT ${columns} FROM people_home WHERE size > 0 ORDER BY hid`)
  make(frame, 'dissolved', sql`SELECT ${columns} FROM people_home WHERE size = 0 ORDER BY hid`)
}

const finishPersons = (frame: Frame): void => {
  const left = sql`${frame.asOf} - INTERVAL ${frame.rules.recentMonths} MONTH`
  make(
    frame,
    'person',
    sql`SELECT p.pk, token, hid, a.pk IS NULL AS member, coalesce(a.date BETWEEN ${left} AND ${frame.asOf}, false) AS recent,
        coalesce(a.state, 'present') AS state, a.date AS state_date, id_valid, name, sex, birth, p.relation, father, mother, p.origin,
        p.src AS source_src, p.row AS source_row, p.category AS source_category
      FROM people_place AS p JOIN people_home USING (gid) JOIN people_life USING (pk) JOIN people_token USING (pk)
        LEFT JOIN people_absence AS a USING (pk) LEFT JOIN people_name USING (pk) LEFT JOIN people_parent USING (pk)
      ORDER BY p.pk`,
  )
}

const finishReports = (frame: Frame): void => {
  make(
    frame,
    'conflict',
    sql`SELECT kind, pk, hid, chosen, other, category, src, row, message FROM people_conflict JOIN person USING (pk)
      ORDER BY kind, pk, category, src, row, other`,
  )
}

const WORKING = [
  'assist',
  'hukou',
  'collective',
  'place',
  'absence',
  'life',
  'group',
  'repeated',
  'household',
  'token',
  'map',
  'home',
  'name',
  'parent',
  'conflict',
]

const openFrame = (db: Database, pack: PeoplePack, deliveries: Deliveries, options: PeopleOptions): Frame => {
  const rules = pack.people
  const usable = rules.registers.filter(({ category, household }) => deliveries.get(category)?.columns.has(household))
  if (usable.length === 0) {
    const names = rules.registers.map(({ category }) =>
      `${category} ${pack.categories.find(({ code }) => code === category)?.name ?? ''}`.trim(),
    )
    throw new EngineError('no_register', `没有可用的户籍数据，无法组成家庭：请至少提供其中一类并带有户号（${names.join('、')}）`)
  }
  const asOf = sql`CAST(${options.asOf} AS DATE)`
  return { db, pack, rules, deliveries, asOf, salt: options.salt, categories: personCategories(pack, deliveries) }
}

/**
 * Builds `person`, `household`, `dissolved`, `conflict` and `identity` from the typed tables, one step at a time, so that
 * the caller can yield and cancel between steps. Expects `absence(pk, state, date)` and `finding`.
 * Throws `EngineError('no_register')` where nothing says who lives with whom.
 */
export function* peopleSteps(
  db: Database,
  pack: PeoplePack,
  deliveries: Deliveries,
  options: PeopleOptions,
): Generator<PeopleStep, PeopleSummary> {
  const frame = openFrame(db, pack, deliveries, options)
  make(
    frame,
    'people_conflict',
    sql`SELECT '' AS kind, CAST(0 AS BIGINT) AS pk, '' AS chosen, '' AS other, '' AS category, CAST(0 AS USMALLINT) AS src,
      CAST(0 AS INTEGER) AS row, '' AS message WHERE false`,
  )
  const steps: readonly (readonly [string, (frame: Frame) => void])[] = [
    ['汇集人员', collectPersons],
    ['核对身份', describePersons],
    ['读取救助档案', readAssistance],
    ['比对两级台账', compareLedgers],
    ['读取户籍', readRegisters],
    ['辨认集体户', findCollectives],
    ['归入家庭', placePersons],
    ['确定户主和成员', composeHouseholds],
    ['编定标识', () => assignTokens(frame, options.previous)],
    ['落到村社区', placeOnMap],
    ['整理家庭', finishHouseholds],
    ['整理人员', finishPersons],
    ['整理冲突', finishReports],
  ]
  for (const [done, [note, step]] of steps.entries()) {
    yield { note, done, total: steps.length }
    step(frame)
  }
  const summary = summarise(frame)
  for (const name of WORKING) db.run(sql`DROP TABLE IF EXISTS ${id(`people_${name}`)}`)
  return summary
}

/** Runs all of `peopleSteps` at once. */
export const buildPeople = (db: Database, pack: PeoplePack, deliveries: Deliveries, options: PeopleOptions): PeopleSummary => {
  const steps = peopleSteps(db, pack, deliveries, options)
  for (;;) {
    const step = steps.next()
    if (step.done) return step.value
  }
}
