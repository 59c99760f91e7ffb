import type { CategoryState, Part } from '../../../engine/contract.ts'
import { percent } from '../../parts/markings.ts'

/** From what needs a person most to what needs nobody. */
export const STATES: readonly CategoryState[] = ['missing', 'unread', 'stale', 'troubled', 'due', 'empty', 'good']

/** A state is told by its shape and its paint, beside its word. */
export const STATE_SHAPES: Readonly<Record<CategoryState, string>> = {
  missing: '✕',
  unread: '■',
  stale: '▲',
  troubled: '◆',
  due: '◐',
  empty: '○',
  good: '●',
}

export const shareOf = (part: Part | null): number | null => (part === null || part.of === 0 ? null : part.count / part.of)

/** A share as it is shown; small ones with two decimals, so that few do not look like none, nor many like all. */
export const shareText = (part: Part | null): string => {
  const share = shareOf(part)
  if (share === null) return '–'
  const close = (share > 0 && share < 0.01) || (share > 0.999 && share < 1)
  return close ? `${(share * 100).toFixed(2)}%` : percent(share)
}
