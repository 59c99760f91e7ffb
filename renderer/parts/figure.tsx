import { wholeNumber } from './markings.ts'

interface FigureProps {
  value: number
  /** What is counted, for those who do not see the place of the figure. */
  label: string
  unit?: string
  onOpen(): void
}

/** A number that opens the list of what it counts. */
export const Figure = ({ value, label, unit = '', onOpen }: FigureProps) => (
  <button type="button" className="figure" aria-label={`${wholeNumber(value)}${unit} ${label}，打开名单`} onClick={onOpen}>
    {wholeNumber(value)}
    {unit && <small>{unit}</small>}
  </button>
)
