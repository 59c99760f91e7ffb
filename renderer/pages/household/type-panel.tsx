import { Tabs } from 'antd'
import type { County, Formula, ProfileTrigger, ProfileType } from '../../../engine/contract.ts'
import { ColourMark } from '../../parts/colour-mark.tsx'
import { MARKS } from '../../parts/markings.ts'
import { words } from '../../words/zh-CN.ts'
import type { Subject } from './subject.ts'

const { household: say } = words

type Ask = (subject: Subject) => void

const Why = ({ type, line, onAsk }: { type: ProfileType; line: number | null; onAsk: Ask }) => {
  const triggers = [...type.memberTriggers, ...type.redTriggers].filter(({ state }) => state !== 'no')
  const ask = (trigger: ProfileTrigger): void =>
    onAsk({ label: trigger.id, value: trigger.state === 'fired' ? say.holds : say.undecided, formula: trigger })
  const { toNext } = type
  const byScore = line !== null && type.score >= line
  return (
    <div className="why">
      <h3>{say.why}</h3>
      <ul>
        {byScore && <li>{say.byScore(type.score, line)}</li>}
        {triggers.map((trigger) => (
          <li key={trigger.id}>
            <button type="button" className="figure" onClick={() => ask(trigger)}>
              {trigger.reading}
            </button>
            <small>{trigger.state === 'fired' ? say.holds : say.undecided}</small>
          </li>
        ))}
        {triggers.length === 0 && !byScore && <li>{say.noTrigger}</li>}
      </ul>
      {toNext && (
        <p>
          <strong>{say.whyNot(MARKS[toNext.colour].letter)}</strong> {say.toNext(MARKS[toNext.colour].letter, toNext.points)}
          {toNext.openPoints > 0 && `；${say.openPoints(toNext.openPoints)}`}
        </p>
      )}
    </div>
  )
}

const Indicators = ({ type, onAsk }: { type: ProfileType; onAsk: Ask }) => (
  <table className="plain">
    <thead>
      <tr>
        <th scope="col">{say.indicator}</th>
        <th scope="col">{say.value}</th>
        <th scope="col">{say.level}</th>
        <th scope="col" className="numeric">
          {say.points}
        </th>
      </tr>
    </thead>
    <tbody>
      {type.indicators.map((one) => {
        const formula: Formula = one
        return (
          <tr key={one.code} className={one.points === null ? 'is-unknown' : one.points > 0 ? 'has-points' : ''}>
            <th scope="row">{one.name}</th>
            <td>
              <button
                type="button"
                className="figure"
                onClick={() => onAsk({ label: one.name, value: one.value || say.missing, formula })}
              >
                {one.value || say.missing}
              </button>
            </td>
            <td>{one.level === null ? say.missing : one.level === 0 ? '—' : words.list.levelNumber(one.level)}</td>
            <td className="numeric">
              {one.points ?? '?'}/{one.max}
            </td>
          </tr>
        )
      })}
    </tbody>
  </table>
)

const memberText = ({ member }: ProfileType): string =>
  member === null ? say.memberUnknown : member ? say.member : say.notMember

/** The types, one at a time: what was judged and why it came out so. */
export const TypePanel = ({
  types,
  first,
  lines,
  onAsk,
}: {
  types: readonly ProfileType[]
  first: string
  lines: County['lines']
  onAsk: Ask
}) => (
  <Tabs
    size="small"
    defaultActiveKey={first}
    items={types.map((type) => ({
      key: type.code,
      label: (
        <span className="type-tab">
          {type.name} {type.score} <ColourMark colour={type.colour} />
        </span>
      ),
      children: (
        <>
          <p>
            {memberText(type)}，{say.score(type.score, type.scoreMax)}
          </p>
          <Why type={type} line={lines?.type ?? null} onAsk={onAsk} />
          <h3>{say.indicators}</h3>
          <Indicators type={type} onAsk={onAsk} />
        </>
      ),
    }))}
  />
)
