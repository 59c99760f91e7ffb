import type { County } from '../../engine/contract.ts'
import { ColourMark } from './colour-mark.tsx'

/** What each colour says in the region that is open. */
export const ColourLegend = ({ label, colours }: { label: string; colours: County['colours'] }) => (
  <ul className="colour-legend" aria-label={label}>
    {colours.map(({ code, meaning }) => (
      <li key={code}>
        <ColourMark colour={code} /> {meaning}
      </li>
    ))}
  </ul>
)
