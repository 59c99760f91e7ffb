import type { LinkPair } from '../../../engine/contract.ts'
import { words } from '../../words/zh-CN.ts'

const { linkage: say } = words

/** Rows of lists without an ID number that are this household's, beside what counts and not among it. */
export const LinkPanel = ({ links }: { links: readonly LinkPair[] }) =>
  links.length === 0 ? null : (
    <section className="panel household-links">
      <h2>{say.profile}</h2>
      <p>
        <small>{say.profileHint}</small>
      </p>
      <ul>
        {links.map((pair) => (
          <li key={pair.id}>
            <strong>{say.states[pair.state]}</strong> {pair.person}{' '}
            {pair.clues
              .filter(({ listed }) => listed !== '')
              .map(({ clue, listed, agreement }) => `${say.clues[clue]} ${listed}（${say.agreements[agreement]}）`)
              .join('，')}
            <br />
            <small>
              {say.source(pair.department, pair.categoryName)}　{say.place(pair.file, String(pair.row), pair.rows)}
              {pair.decision &&
                `　${say.decided(say.states[pair.decision.verdict], pair.decision.by, pair.decision.at)}：${pair.decision.reason}`}
            </small>
          </li>
        ))}
      </ul>
    </section>
  )
