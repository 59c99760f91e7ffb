import type { County, PlaceParameter } from '../../../engine/contract.ts'
import { words } from '../../words/zh-CN.ts'

const { overview: say } = words

const Rows = ({ title, rows }: { title: string; rows: readonly PlaceParameter[] }) => (
  <>
    <h2>{title}</h2>
    <table className="plain">
      <thead>
        <tr>
          <th scope="col">{say.parameter}</th>
          <th scope="col">{say.value}</th>
          <th scope="col">{say.since}</th>
        </tr>
      </thead>
      <tbody>
        {rows.map(({ code, name, value, unit, from }) => (
          <tr key={code}>
            <th scope="row">{name}</th>
            <td>
              {value} {unit}
            </td>
            <td>{from}</td>
          </tr>
        ))}
      </tbody>
    </table>
  </>
)

/** What a reader of the figures must distrust. */
export const Parameters = ({ county }: { county: County }) => (
  <>
    <Rows title={say.placeholders(county.placeholders.length)} rows={county.placeholders} />
    <Rows title={say.backdated(county.backdated.length)} rows={county.backdated} />
    <h2>{say.notDelivered(county.notDelivered.length)}</h2>
    <p>{county.notDelivered.map(({ code, name }) => `${code} ${name}`).join('、')}</p>
  </>
)
