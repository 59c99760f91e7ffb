import type { ColourCode, County, Filter, Tally } from '../../../engine/contract.ts'
import { ColourMark } from '../../parts/colour-mark.tsx'
import { Figure } from '../../parts/figure.tsx'
import { COLOURS, MARKS, percent } from '../../parts/markings.ts'
import { show } from '../../store/view.ts'
import { words } from '../../words/zh-CN.ts'

const { overview: say } = words

/** Type by colour: each figure opens its list, each heading filters the page. */
export const Matrix = ({ county, total, filter }: { county: County; total: Tally; filter: Filter }) => {
  const { type: _type, colour: _colour, ...rest } = filter
  const list = (part: Filter): void => show({ page: 'list', filter: { ...rest, ...part }, scroll: 0 })
  const toggle = (part: Filter): void => {
    const on = filter.type === part.type && filter.colour === part.colour
    show({ filter: on ? rest : { ...rest, ...part }, scroll: 0 })
  }
  const cell = (label: string, value: number, part: Filter) => (
    <td className="numeric">
      <Figure value={value} label={label} onOpen={() => list(part)} />
      <small>{total.households > 0 ? percent(value / total.households) : ''}</small>
    </td>
  )
  const cells = (name: string, colours: Record<ColourCode, number>, part: Filter) =>
    COLOURS.map((colour) => (
      <Cell key={colour}>{cell(`${name} ${MARKS[colour].letter}`, colours[colour], { ...part, colour })}</Cell>
    ))
  return (
    <section className="panel">
      <h2>{say.matrix}</h2>
      <table className="plain matrix">
        <thead>
          <tr>
            <th scope="col">{say.type}</th>
            <th scope="col" className="numeric">
              {say.members}
            </th>
            {COLOURS.map((colour) => (
              <th key={colour} scope="col" className="numeric">
                <button
                  type="button"
                  aria-pressed={filter.type === undefined && filter.colour === colour}
                  onClick={() => toggle({ colour })}
                >
                  <ColourMark colour={colour} />
                </button>
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {county.types.map(({ code, name }) => {
            const own = total.types[code]
            return own ? (
              <tr key={code}>
                <th scope="row">
                  <button type="button" aria-pressed={filter.type === code} onClick={() => toggle({ type: code })}>
                    {name}
                  </button>
                </th>
                {cell(`${name} ${say.members}`, own.members, { type: code })}
                {cells(name, own.colours, { type: code })}
              </tr>
            ) : null
          })}
          <tr>
            <th scope="row">{say.all}</th>
            {cell(say.all, total.households, {})}
            {cells(say.all, total.colours, {})}
          </tr>
        </tbody>
      </table>
    </section>
  )
}

const Cell = ({ children }: { children: React.JSX.Element }) => children
