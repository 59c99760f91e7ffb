import { agreement } from './agreement.ts'
import { candidates, planPasses } from './blocking.ts'
import { LEVELS } from './compare.ts'
import { type Decided, decide } from './decide.ts'
import { learn } from './learn.ts'
import { evidence, firstModel, type Model, weightsOf } from './model.ts'
import { PairList } from './pairs.ts'
import { encodeRecords, type LinkTable } from './records.ts'
import { chancePairs, sharingPairs } from './sample.ts'
import type { LinkSpec } from './spec.ts'

export interface LinkOptions {
  /** Called between parts of the work with the share that is done; throws where it was cancelled. */
  pause?: ((done: number, total: number) => Promise<void>) | undefined
}

export interface Linked {
  pairs: Decided[]
  model: Model
  /** Pairs that were compared. */
  compared: number
}

/** Candidates that the first model gives less evidence than this are not one person. */
const HOPELESS = -12
const STEP = 2_000

const addOne = (counts: Float64Array, level: number): void => {
  counts[level] = (counts[level] as number) + 1
}

/**
 * Finds the records of two tables, or of one, that are about one person, by how they agree (Fellegi and Sunter), with a
 * model learnt from the records themselves. The same tables give the same pairs.
 */
export const linkRecords = async (
  spec: Pick<LinkSpec, 'fields'>,
  left: LinkTable,
  right: LinkTable | null,
  { pause }: LinkOptions = {},
): Promise<Linked> => {
  const records = encodeRecords(spec, left, right)
  const fields = records.kinds.length
  const compare = agreement(records)
  const { passes, wholes, complete } = planPasses(records)
  await pause?.(0, records.left.size)
  const chance = chancePairs(records, compare)
  const sharing = wholes.map((key) => sharingPairs(records, key, compare))
  const first = firstModel(records, chance)
  const weights = weightsOf(first)
  const kept = new PairList(fields)
  const unlikely = Array.from({ length: fields }, () => new Float64Array(LEVELS))
  const levels = new Uint8Array(fields)
  const visit = candidates(records, passes)
  let compared = 0
  for (let from = 0; from < records.left.size; from += STEP) {
    visit(from, Math.min(from + STEP, records.left.size), (one, other) => {
      compared++
      compare(one, other, levels, 0)
      if (evidence(weights, levels, 0) > HOPELESS) kept.add(one, other, levels)
      else for (let field = 0; field < fields; field++) addOne(unlikely[field] as Float64Array, levels[field] as number)
    })
    await pause?.(from, records.left.size)
  }
  const likely = { pairs: kept.size, levels: kept.levels }
  const lessons = { records, likely, unlikely, chance, sharing, wholes, complete }
  const model = await learn(lessons, first, pause && (() => pause(records.left.size, records.left.size)))
  return { pairs: decide(records, kept, model), model, compared }
}
