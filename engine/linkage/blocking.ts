import { blockPairs, bothKeys, candidateBudget, type Key, keysOf } from './keys.ts'
import type { Records } from './records.ts'

/** One way to find candidates: the records of the right side in every block, and the block of every record of the left. */
interface Pass {
  left: Int32Array
  starts: Int32Array
  members: Int32Array
}

interface Planned {
  key: Key
  /** 1 for blocks small enough to be compared whole. */
  small: Uint8Array
  pairs: number
  /** Whether some block is too large. */
  spills: boolean
}

const planned = (key: Key, largest: number): Planned => {
  const sizes = blockPairs(key)
  let pairs = 0
  let spills = false
  const small = Uint8Array.from(sizes, (size) => {
    if (size > largest) spills = true
    else pairs += size
    return size <= largest ? 1 : 0
  })
  return { key, small, pairs, spills }
}

const passOf = ({ key, small }: Planned): Pass => {
  const starts = new Int32Array(key.values + 1)
  const kept = (block: number): boolean => block >= 0 && small[block] === 1
  for (const block of key.right) if (kept(block)) (starts[block + 1] as number)++
  for (let block = 0; block < key.values; block++) (starts[block + 1] as number) += starts[block] as number
  const next = starts.slice()
  const members = new Int32Array(starts[key.values] as number)
  key.right.forEach((block, row) => {
    if (!kept(block)) return
    members[next[block] as number] = row
    ;(next[block] as number)++
  })
  return { left: key.left, starts, members }
}

const large = ({ small }: Planned): Uint8Array => small.map((one) => 1 - one)

/** Blocks too large of one field, split by another field: the likes that share two common things. */
const splits = (plans: readonly Planned[][], largest: number): Planned[] => {
  const found: Planned[] = []
  plans.forEach((ones, field) => {
    for (const one of ones.slice(0, 2)) {
      if (!one.spills) continue
      for (const others of plans.slice(field + 1)) {
        for (const other of others.slice(0, 3)) {
          if (other.spills) found.push(planned(bothKeys(one.key, other.key, large(one), large(other)), largest))
        }
      }
    }
  })
  return found
}

const byPairs = (a: Planned, b: Planned): number => a.pairs - b.pairs

export interface Plan {
  passes: Pass[]
  /** The whole value of every field as a key. */
  wholes: Key[]
  /** Fields of which every pair that shares a rare value is a candidate. */
  complete: boolean[]
}

/** Chooses ways to find candidates from what the values are like: whole values first, then parts, then pairs of common things. */
export const planPasses = (records: Records): Plan => {
  const budget = candidateBudget(records)
  const largest = Math.max(600, budget / 400)
  const plans = keysOf(records).map((keys) => keys.map((key) => planned(key, largest)))
  const wholes = plans.flatMap((ones) => ones.filter(({ key }) => key.whole))
  const parts = plans.flatMap((ones) => ones.filter(({ key }) => !key.whole))
  const chosen: Planned[] = []
  let total = 0
  for (const plan of [...wholes.sort(byPairs), ...parts.sort(byPairs), ...splits(plans, largest).sort(byPairs)]) {
    if (plan.pairs === 0 || total + plan.pairs > budget) continue
    total += plan.pairs
    chosen.push(plan)
  }
  const whole = plans.map(([one]) => one as Planned)
  return {
    passes: chosen.map(passOf),
    wholes: whole.map(({ key }) => key),
    complete: whole.map((one) => one.pairs === 0 || chosen.includes(one)),
  }
}

/** Visits every candidate of the left records `from` to `to` once. */
export const candidates = (records: Records, passes: readonly Pass[]) => {
  const seen = new Int32Array(records.right.size).fill(-1)
  const same = records.left === records.right
  return (from: number, to: number, visit: (left: number, right: number) => void): void => {
    for (let left = from; left < to; left++) {
      if (same) seen[left] = left
      for (const { left: blocks, starts, members } of passes) {
        const block = blocks[left] as number
        if (block < 0) continue
        for (let at = starts[block] as number, end = starts[block + 1] as number; at < end; at++) {
          const right = members[at] as number
          if (seen[right] === left || (same && right < left)) continue
          seen[right] = left
          visit(left, right)
        }
      }
    }
  }
}
