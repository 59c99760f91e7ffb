import { buildColour } from './colour/colour.ts'
import { EngineError, type OnProgress, type SourceFile, type Stage, type TemplateText } from './contract.ts'
import { buildFeatures, type FeatureRun } from './features/features.ts'
import { buildLinkage } from './linkage/county.ts'
import { loadExtracts } from './load/load.ts'
import type { Pack } from './packs/pack.ts'
import { buildAbsence } from './people/absence.ts'
import { peopleSteps } from './people/people.ts'
import type { PeopleSummary } from './people/summary.ts'
import { buildPoverty } from './poverty/poverty.ts'
import { adverseSteps, buildAdverse } from './reconcile/adverse.ts'
import type { Deliveries } from './rules/delivery.ts'
import type { Execute } from './rules/emit.ts'
import type { Model } from './rules/model.ts'
import { packModel } from './rules/pack-model.ts'
import type { Scope } from './rules/plan.ts'
import { buildScore } from './score/score.ts'
import type { Database } from './sql/database.ts'
import { type Sql, sql } from './sql/tag.ts'

export interface RunInput {
  db: Database
  pack: Pack
  files: readonly SourceFile[]
  /** ISO date; nothing dated later exists for any formula. */
  asOf: string
  /** `identity.csv` of an earlier run, so that households and persons keep their numbers. */
  previous: Uint8Array | null
  /** Templates beside those among the files. */
  templates?: readonly TemplateText[] | undefined
  onProgress: OnProgress
  signal: AbortSignal
}

export interface RunOutput {
  model: Model
  deliveries: Deliveries
  people: PeopleSummary
  features: FeatureRun
  /** Full Alkire–Foster score in the units of `raw.poverty`. */
  full: number
}

const executor = (input: RunInput, stage: Stage, total: number): Execute => {
  let done = 0
  return async ({ note, statement }) => {
    await breathe(input.signal)
    input.onProgress({ stage, done, total, note })
    input.db.run(statement)
    done++
  }
}

const IDENTITY_COLUMNS = sql`{'kind': 'VARCHAR', 'anchor': 'VARCHAR', 'token': 'VARCHAR'}`

/** Table `previous_identity` from an earlier run; empty without one. Returns the salt to go on with. */
const readIdentity = (db: Database, previous: Uint8Array | null): string => {
  if (previous === null) {
    db.run(sql`CREATE OR REPLACE TABLE previous_identity (kind VARCHAR, anchor VARCHAR, token VARCHAR)`)
    const [row] = db.rows<{ digest: string }>(
      sql`SELECT sha256(COALESCE(string_agg(sha256, ' ' ORDER BY src), '')) AS digest FROM source`,
    )
    return row?.digest ?? ''
  }
  db.stage('identity.csv', previous)
  try {
    db.run(
      sql`CREATE OR REPLACE TABLE previous_identity AS SELECT * FROM read_csv('identity.csv', auto_detect = false, header = true, delim = ',', quote = '"', escape = '"', columns = ${IDENTITY_COLUMNS})`,
    )
  } catch {
    throw new EngineError('unreadable', '上次结果的 identity.csv 不完整，请给出完整的 jpf run 输出文件夹')
  } finally {
    db.unstage('identity.csv')
  }
  const [salt] = db.rows<{ anchor: string }>(sql`SELECT anchor FROM previous_identity WHERE kind = 'salt'`)
  if (!salt) throw new EngineError('unreadable', '上次结果的 identity.csv 没有盐值，请给出完整的 jpf run 输出文件夹')
  return salt.anchor
}

const placePeople = async (
  { db, pack, asOf, previous, onProgress, signal }: RunInput,
  deliveries: Deliveries,
): Promise<PeopleSummary> => {
  const salt = readIdentity(db, previous)
  const steps = peopleSteps(db, pack, deliveries, { asOf, salt, previous: 'previous_identity' })
  for (;;) {
    await breathe(signal)
    const step = steps.next()
    if (step.done) {
      db.run(sql`INSERT INTO identity VALUES ('salt', ${salt}, '')`)
      return step.value
    }
    onProgress({ stage: 'people', ...step.value })
  }
}

/** Lets messages in between two statements, so that a cancel can arrive; throws if one did. */
export const breathe = async (signal: AbortSignal | undefined): Promise<void> => {
  await new Promise((resolve) => setTimeout(resolve, 0))
  if (signal?.aborted) throw new EngineError('cancelled', '已取消，没有写出任何结果')
}

/** Persons and households, for statements that take a share of them at a time. */
export const ownersOf = ({ persons, households }: PeopleSummary): Record<Scope, number> => ({
  person: persons,
  household: households,
})

/** Names of places by code, as a table for views and reports. */
const regionNames = ({ regions, county, name }: Pack): Sql => {
  const places = [
    { code: county.padEnd(12, '0'), name },
    ...regions.towns.map((town) => ({ code: town.code12, name: town.name })),
    ...regions.villages.map((village) => ({ code: village.code12, name: village.name })),
  ]
  return sql`CREATE OR REPLACE TABLE region_name AS SELECT * FROM (VALUES ${places.map(({ code, name }) => sql`(${code}, ${name})`)}) t(code, name)`
}

/**
 * Runs the stages in order on one database: extracts in, every household scored and coloured.
 * @throws EngineError with one Chinese sentence where the whole run cannot go on.
 */
export const run = async (input: RunInput): Promise<RunOutput> => {
  const { db, pack, files, asOf, templates, onProgress, signal } = input
  const { deliveries } = await loadExtracts(db, pack, files, { asOf, templates, onProgress, signal })
  const model = packModel(pack, asOf)
  const people = executor(input, 'people', 40)
  await people({ note: 'regions', statement: regionNames(pack) })
  await buildAbsence(pack, model, deliveries, people)
  const summary = await placePeople(input, deliveries)
  const pause = async (done: number, total: number): Promise<void> => {
    await breathe(signal)
    onProgress({ stage: 'link', done, total, note: '' })
  }
  await buildLinkage({ db, pack, deliveries, files, pause })
  const features = await buildFeatures(pack, model, deliveries, ownersOf(summary), executor(input, 'features', 140))
  await buildAdverse(db, pack, model, deliveries, features.columns, executor(input, 'reconcile', adverseSteps(pack)))
  await buildScore(pack, features, executor(input, 'score', 1))
  await buildColour(pack, asOf, executor(input, 'colour', 1))
  const full = await buildPoverty(pack, executor(input, 'poverty', 2))
  return { model, deliveries, people: summary, features, full }
}
