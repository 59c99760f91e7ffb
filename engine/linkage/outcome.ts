import { EngineError } from '../contract.ts'
import type { Decided } from './decide.ts'
import type { LinkTable } from './records.ts'

const BLOCK = 20_000

const cell = (text: string): string => (/[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text)

/** `pairs.csv`, for programs and so without a byte order mark: each pair once, in the order of the records, the evidence in bits. */
export function* pairsText(pairs: readonly Decided[], left: LinkTable, right: LinkTable | null): Generator<string> {
  const others = (right ?? left).ids
  yield 'id_a,id_b,score,decision\n'
  for (let from = 0; from < pairs.length; from += BLOCK) {
    yield pairs
      .slice(from, from + BLOCK)
      .map(
        (pair) =>
          `${cell(left.ids[pair.left] ?? '')},${cell(others[pair.right] ?? '')},${pair.score.toFixed(3)},${pair.decision}\n`,
      )
      .join('')
  }
}

/** Refuses records that cannot be told apart by their identifiers. */
export const checkIds = (path: string, { ids }: LinkTable): void => {
  const seen = new Set<string>()
  for (const [row, id] of ids.entries()) {
    if (id === '') throw new EngineError('unreadable', `“${path}”第 ${row + 1} 条记录没有编号：请补上编号后再比对`)
    if (seen.has(id)) throw new EngineError('unreadable', `“${path}”里编号“${id}”出现不止一次：请让每条记录的编号不同`)
    seen.add(id)
  }
}
