import { Button } from 'antd'
import type { MeasureLine, TotalLine } from '../../../engine/contract.ts'
import { percent, wholeNumber } from '../../parts/markings.ts'
import { words } from '../../words/zh-CN.ts'

const say = words.quality.totals

const Heads = ({ titles, plain }: { titles: Readonly<Record<string, string>>; plain: ReadonlySet<string> }) => (
  <thead>
    <tr>
      {Object.entries(titles).map(([key, title]) => (
        <th key={key} scope="col" className={plain.has(key) ? '' : 'numeric'}>
          {title}
        </th>
      ))}
      {plain.has('remove') && <td />}
    </tr>
  </thead>
)

/** Ours, and how far it is from what is stated. */
const Compared = ({ stated, ours }: { stated: number; ours: number | null }) => {
  const difference = ours === null ? null : ours - stated
  return (
    <>
      <td className="numeric">{wholeNumber(stated)}</td>
      <td className="numeric">{ours === null ? say.unknown : wholeNumber(ours)}</td>
      <td className="numeric">
        {difference === null ? (
          '–'
        ) : difference === 0 ? (
          `● ${say.equal}`
        ) : (
          <strong className="over">
            ◆ {difference > 0 ? '+' : ''}
            {wholeNumber(difference)}
          </strong>
        )}
      </td>
      <td className="numeric">{difference === null || stated === 0 ? '–' : percent(difference / stated)}</td>
    </>
  )
}

const TOTAL_TEXTS = new Set(['category', 'department', 'date', 'source', 'remove'])

/** Totals that departments state of their categories. */
export const TotalTable = ({ lines, onRemove }: { lines: readonly TotalLine[]; onRemove(category: string): void }) => (
  <section className="panel">
    <h2>{say.byCategory}</h2>
    {lines.length === 0 ? (
      <p>{say.none}</p>
    ) : (
      <table className="plain">
        <Heads titles={say.columns} plain={TOTAL_TEXTS} />
        <tbody>
          {lines.map(({ category, name, department, count, ours, refused, repeated, date, source }) => (
            <tr key={category}>
              <th scope="row">
                {category} {name}
              </th>
              <td>{department}</td>
              <Compared stated={count} ours={ours} />
              <td className="numeric">{wholeNumber(refused)}</td>
              <td className="numeric">{wholeNumber(repeated)}</td>
              <td>{date}</td>
              <td>{source}</td>
              <td>
                <Button size="small" type="link" aria-label={`${say.remove} ${category}`} onClick={() => onRemove(category)}>
                  {say.remove}
                </Button>
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    )}
  </section>
)

const MEASURE_TEXTS = new Set(['region', 'measure', 'date', 'source'])

/** Figures of the statistical report by town. */
export const MeasureTotals = ({ lines }: { lines: readonly MeasureLine[] }) => (
  <section className="panel">
    <h2>{say.byRegion}</h2>
    {lines.length === 0 ? (
      <p>{say.noMeasures}</p>
    ) : (
      <table className="plain">
        <Heads titles={say.measureColumns} plain={MEASURE_TEXTS} />
        <tbody>
          {lines.map(({ region, regionName, measure, measureName, value, ours, date, source }) => (
            <tr key={`${region} ${measure}`}>
              <th scope="row">{regionName}</th>
              <td>{measureName}</td>
              <Compared stated={value} ours={ours} />
              <td>{date}</td>
              <td>{source}</td>
            </tr>
          ))}
        </tbody>
      </table>
    )}
  </section>
)
