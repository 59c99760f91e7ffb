import type { ColourCode } from '../../engine/contract.ts'
import { MARKS } from './markings.ts'

/** A colour told by shape, letter and paint. */
export const ColourMark = ({ colour }: { colour: ColourCode }) => (
  <span className={`mark mark-${colour}`}>
    <span aria-hidden="true">{MARKS[colour].shape}</span>
    {MARKS[colour].letter}
  </span>
)
