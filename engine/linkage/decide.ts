import { type Agreement, agreement } from './agreement.ts'
import { gather } from './gather.ts'
import { evidence, type Model, probability, type Weights, weightsOf } from './model.ts'
import type { PairList } from './pairs.ts'
import type { Records } from './records.ts'

export type Decision = 'linked' | 'review'

/** A pair of records by their places, what speaks for it (log2 of the odds) and what follows. */
export interface Decided {
  left: number
  right: number
  score: number
  decision: Decision
}

/** From which evidence on a pair is linked, and from which on a person should look. */
export interface Cuts {
  link: number
  review: number
}

/** Pairs that are linked may be wrong so often, by the model's own account; and each is one person 19 times in 20. */
const WRONG = 0.004
const SURE = 4.3
/** Matches that may be left below the review, of all there are; a pair below one in a hundred is not worth a look. */
const LOST = 0.002
const WORTH_A_LOOK = -Math.log2(99)

/** Cuts by the errors the model expects. */
const cutsOf = (scores: Float64Array): Cuts => {
  const sorted = scores.slice().sort().reverse()
  let link = Number.POSITIVE_INFINITY
  let wrong = 0
  let matches = 0
  for (let place = 0; place < sorted.length; place++) {
    const score = sorted[place] as number
    wrong += 1 - probability(score)
    matches += probability(score)
    if (score >= SURE && wrong <= WRONG * (place + 1)) link = score
  }
  let found = 0
  let review = link
  for (const score of sorted) {
    if (score < WORTH_A_LOOK || found >= (1 - LOST) * matches) break
    found += probability(score)
    review = Math.min(review, score)
  }
  return { link, review }
}

/** Evidence for any two records of the sides given. */
export type Judge = (one: number, other: number) => number

const judge = (compare: Agreement, weights: Weights): Judge => {
  const levels = new Uint8Array(weights.parents.length)
  return (one, other) => {
    compare(one, other, levels, 0)
    return evidence(weights, levels, 0)
  }
}

/** Of several partners of one record only those stay linked that are one person with the best of them. */
const withoutRivals = (pairs: Decided[], side: 'left' | 'right', { link }: Cuts, sameSide: Judge): void => {
  const other = side === 'left' ? 'right' : 'left'
  const best = new Map<number, Decided>()
  for (const pair of pairs) {
    if (pair.decision !== 'linked') continue
    const rival = best.get(pair[side])
    if (!rival) best.set(pair[side], pair)
    else if (sameSide(rival[other], pair[other]) < link) pair.decision = 'review'
  }
}

const byScore = (a: Decided, b: Decided): number => b.score - a.score || a.left - b.left || a.right - b.right
const byPlace = (a: Decided, b: Decided): number => a.left - b.left || a.right - b.right

/** Turns evidence into decisions: linked, for a person to review, or nothing. In the order of the records. */
export const decide = (records: Records, kept: PairList, model: Model): Decided[] => {
  const weights = weightsOf(model)
  const scores = Float64Array.from({ length: kept.size }, (_, pair) => evidence(weights, kept.levels, pair * model.fields))
  const cuts = cutsOf(scores)
  const found: Decided[] = []
  scores.forEach((score, pair) => {
    if (score < cuts.review) return
    const decision = score >= cuts.link ? 'linked' : 'review'
    found.push({ left: kept.left[pair] as number, right: kept.right[pair] as number, score, decision })
  })
  found.sort(byScore)
  if (records.left === records.right) return gather(found, judge(agreement(records), weights)).sort(byPlace)
  withoutRivals(found, 'left', cuts, judge(agreement({ ...records, left: records.right }), weights))
  withoutRivals(found, 'right', cuts, judge(agreement({ ...records, right: records.left }), weights))
  return found.sort(byPlace)
}
