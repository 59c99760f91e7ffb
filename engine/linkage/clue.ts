import { comparer, LEVEL } from './compare.ts'
import type { Clue } from './lists.ts'
import type { FieldKind } from './spec.ts'
import { comparable } from './values.ts'

/** How each clue is compared. */
export const CLUE_KINDS: Readonly<Record<Clue, FieldKind>> = {
  name: 'name',
  birth: 'date',
  village: 'text',
  address: 'text',
  phone: 'code',
}

/** How two values of a clue agree, in words for a person. */
export const clueAgreement = (clue: Clue, listed: string, registered: string): 'same' | 'close' | 'different' | 'unknown' => {
  const kind = CLUE_KINDS[clue]
  const texts = [comparable(kind, listed), comparable(kind, registered)]
  if (texts.includes('')) return 'unknown'
  if (texts[0] === texts[1]) return 'same'
  const level = comparer(kind, texts)(0, 1)
  return level >= LEVEL.far ? 'close' : 'different'
}
