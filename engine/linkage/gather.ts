import type { Decided, Judge } from './decide.ts'

/** One pair says no more than this for or against two groups being one person. */
const LOUDEST = 12
/** Members of a group that are asked. */
const ASKED = 12

/**
 * Gathers linked pairs of one table into persons, the surest first: two groups become one where their members agree on the
 * whole. All pairs inside a person are linked; a link that would join two persons is for a person to review.
 */
export const gather = (pairs: readonly Decided[], judge: Judge): Decided[] => {
  const groups = new Map<number, number[]>()
  const groupOf = (record: number): number[] => {
    const found = groups.get(record) ?? [record]
    groups.set(record, found)
    return found
  }
  const agree = (one: readonly number[], other: readonly number[]): boolean => {
    let sum = 0
    for (const a of one.slice(0, ASKED)) {
      for (const b of other.slice(0, ASKED)) sum += Math.max(-LOUDEST, Math.min(LOUDEST, judge(Math.min(a, b), Math.max(a, b))))
    }
    return sum > 0
  }
  for (const { left, right, decision } of pairs) {
    if (decision !== 'linked') continue
    const [one, other] = [groupOf(left), groupOf(right)]
    if (one === other || !agree(one, other)) continue
    const whole = [...one, ...other]
    for (const record of whole) groups.set(record, whole)
  }
  const known = new Map(pairs.map((pair) => [`${pair.left} ${pair.right}`, pair]))
  for (const pair of known.values()) pair.decision = 'review'
  for (const whole of new Set(groups.values())) {
    const members = whole.toSorted((a, b) => a - b)
    members.forEach((left, at) => {
      for (const right of members.slice(at + 1)) {
        const name = `${left} ${right}`
        const pair = known.get(name)
        if (pair) pair.decision = 'linked'
        else known.set(name, { left, right, score: judge(left, right), decision: 'linked' })
      }
    })
  }
  return [...known.values()]
}
