import type { Agreement } from './agreement.ts'
import { blockPairs, type Key } from './keys.ts'
import { seeded } from './random.ts'
import { pairsInAll, type Records } from './records.ts'

/** Levels of pairs, one behind the other. */
export interface Patterns {
  pairs: number
  levels: Uint8Array
}

const CHANCE_PAIRS = 150_000
const SHARED_PAIRS = 4_000
const SEED = 20_250_518

const drawn = (fields: number, pairs: number, draw: () => readonly [number, number], compare: Agreement): Patterns => {
  const levels = new Uint8Array(pairs * fields)
  for (let pair = 0; pair < pairs; pair++) {
    const [left, right] = draw()
    compare(left, right, levels, pair * fields)
  }
  return { pairs, levels }
}

/** Pairs that chance brings together, almost none of them one person. */
export const chancePairs = (records: Records, compare: Agreement): Patterns => {
  const { kinds, left, right } = records
  const random = seeded(SEED)
  const draw = (): readonly [number, number] => {
    const a = Math.floor(random() * left.size)
    const b = Math.floor(random() * right.size)
    return left === right && a === b ? [a, (a + 1) % left.size] : [a, b]
  }
  return drawn(kinds.length, Math.min(CHANCE_PAIRS, 4 * pairsInAll(records)), draw, compare)
}

const rowsByBlock = (blocks: Int32Array): Map<number, number[]> => {
  const rows = new Map<number, number[]>()
  blocks.forEach((block, row) => {
    if (block < 0) return
    const found = rows.get(block)
    if (found) found.push(row)
    else rows.set(block, [row])
  })
  return rows
}

/** Pairs that share the value of one field, drawn by chance from all that do. */
export const sharingPairs = ({ kinds }: Records, key: Key, compare: Agreement): Patterns => {
  const random = seeded(SEED + 1 + key.field)
  const sizes = blockPairs(key)
  const ends = new Float64Array(sizes.length)
  let total = 0
  sizes.forEach((size, block) => {
    total += size
    ends[block] = total
  })
  const left = rowsByBlock(key.left)
  const right = key.left === key.right ? left : rowsByBlock(key.right)
  const pick = (rows: readonly number[]): number => rows[Math.floor(random() * rows.length)] as number
  const blockAt = (place: number): number => {
    let [low, high] = [0, ends.length - 1]
    while (low < high) {
      const middle = (low + high) >> 1
      if ((ends[middle] as number) > place) high = middle
      else low = middle + 1
    }
    return low
  }
  const draw = (): readonly [number, number] => {
    const block = blockAt(random() * total)
    const rows = left.get(block) as number[]
    const others = right.get(block) as number[]
    const a = pick(rows)
    let b = pick(others)
    while (left === right && a === b) b = pick(others)
    return [a, b]
  }
  return drawn(kinds.length, Math.min(SHARED_PAIRS, 4 * total), draw, compare)
}
