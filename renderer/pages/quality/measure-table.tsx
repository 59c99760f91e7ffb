import type { CategoryQuality, Part, RowQuestion } from '../../../engine/contract.ts'
import { wholeNumber } from '../../parts/markings.ts'
import { words } from '../../words/zh-CN.ts'
import { shareText } from './marks.ts'

const { quality: say } = words

interface Line {
  key: keyof typeof say.measures
  value: string
  note: string
  /** Rows that can be looked at. */
  rows: RowQuestion | null
  over: boolean
}

const partLine = (
  category: CategoryQuality,
  key: 'invalid' | 'unmatched' | 'repeated' | 'dead' | 'refused' | 'matched',
  part: Part | null,
): Line => ({
  key,
  value: shareText(part),
  note: part === null ? say.unknown : `${wholeNumber(part.count)} / ${wholeNumber(part.of)}`,
  rows: key !== 'refused' && key !== 'matched' && part !== null && part.count > 0 ? key : null,
  over: key !== 'matched' && category.troubles.includes(key),
})

const linesOf = (category: CategoryQuality): Line[] => {
  const { rows, from, to, newest, updated, age, due, repeated } = category
  const plain = (key: Line['key'], value: string, note = ''): Line => ({
    key,
    value: value || '–',
    note,
    rows: null,
    over: false,
  })
  const twice = partLine(category, 'repeated', repeated)
  return [
    plain('rows', wholeNumber(rows)),
    plain('period', from === to || from === '' ? to : `${from} ~ ${to}`),
    plain('newest', newest),
    plain('updated', updated),
    plain('age', age === null ? '' : say.ageOf(age, due)),
    partLine(category, 'matched', category.matched),
    partLine(category, 'unmatched', category.unmatched),
    partLine(category, 'invalid', category.invalid),
    {
      ...twice,
      note: repeated
        ? `${twice.note}；${say.twice(wholeNumber(repeated.count - repeated.twice), wholeNumber(repeated.twice))}`
        : twice.note,
      rows: repeated && repeated.twice > 0 ? 'repeated' : null,
    },
    partLine(category, 'dead', category.dead),
    partLine(category, 'refused', category.refused),
  ]
}

/** Every figure of a category with the numbers it is made of; those that rest on rows open them. */
export const MeasureTable = ({ category, onRows }: { category: CategoryQuality; onRows(question: RowQuestion): void }) => (
  <table className="plain measures">
    <tbody>
      {linesOf(category).map(({ key, value, note, rows, over }) => (
        <tr key={key}>
          <th scope="row">{say.measures[key]}</th>
          <td className="numeric">{over ? <strong className="over">◆ {value}</strong> : value}</td>
          <td>
            {note}{' '}
            {rows && (
              <button
                type="button"
                className="figure"
                aria-label={`${say.seeRows} ${say.measures[key]}`}
                onClick={() => onRows(rows)}
              >
                {say.seeRows}
              </button>
            )}
          </td>
        </tr>
      ))}
    </tbody>
  </table>
)
