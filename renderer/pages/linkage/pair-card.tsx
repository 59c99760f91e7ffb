import { Button } from 'antd'
import type { LinkPair } from '../../../engine/contract.ts'
import { wholeNumber } from '../../parts/markings.ts'
import { show } from '../../store/view.ts'
import { words } from '../../words/zh-CN.ts'

const { linkage: say } = words

/** A row of a list and a person side by side; how they agree stands there as a shape and as a word. */
export const PairCard = ({ pair }: { pair: LinkPair }) => (
  <article className="panel pair" aria-label={say.person(pair.person, pair.household)}>
    <header>
      <strong className={`pair-state pair-${pair.state}`} title={say.stateMeanings[pair.state]}>
        {say.states[pair.state]}
      </strong>
      <span>{say.score(pair.score.toFixed(1))}</span>
      <span>{say.rivals(pair.rivals)}</span>
    </header>
    <table className="pair-clues">
      <thead>
        <tr>
          <th scope="col">{say.clue}</th>
          <th scope="col">{say.listed}</th>
          <th scope="col">{say.agreement}</th>
          <th scope="col">{say.registered}</th>
        </tr>
      </thead>
      <tbody>
        {pair.clues.map(({ clue, listed, registered, agreement }) => (
          <tr key={clue} className={`clue-${agreement}`}>
            <th scope="row">{say.clues[clue]}</th>
            <td>{listed || '–'}</td>
            <td className="clue-mark">
              <span aria-hidden="true">{say.shapes[agreement]}</span> {say.agreements[agreement]}
            </td>
            <td>{registered || '–'}</td>
          </tr>
        ))}
      </tbody>
    </table>
    <dl className="pair-sources">
      <dt>{say.listed}</dt>
      <dd>
        {say.source(pair.department, pair.categoryName)}
        <br />
        <small>{say.place(pair.sheet ? `${pair.file}〔${pair.sheet}〕` : pair.file, wholeNumber(pair.row), pair.rows)}</small>
      </dd>
      <dt>{say.registered}</dt>
      <dd>
        {say.person(pair.person, pair.household)}{' '}
        {pair.household && (
          <Button size="small" onClick={() => show({ page: 'household', household: pair.household })}>
            {say.openHousehold}
          </Button>
        )}
      </dd>
    </dl>
    {pair.decision && (
      <p className="pair-decision">
        {say.decided(say.states[pair.decision.verdict], pair.decision.by, pair.decision.at)}：{pair.decision.reason}
      </p>
    )}
  </article>
)
