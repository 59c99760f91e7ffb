import type { ProfileMember } from '../../../engine/contract.ts'
import { words } from '../../words/zh-CN.ts'

const { household: say } = words

/** Facts that say nothing of their own: not having something. */
const isPlain = (value: string): boolean => value === '无' || value === '否'

/** Who belongs to the household, with what is known of each. */
export const Members = ({ members, onFact }: { members: readonly ProfileMember[]; onFact(label: string): void }) => (
  <section className="panel">
    <h2>{say.members}</h2>
    <ul className="members">
      {members.map(({ token, name, number, relation, sex, age, birth, state, member, facts }) => (
        <li key={token}>
          <p>
            <strong>{name || token}</strong> {relation} {sex} {age && say.age(age)} {!member && <em>{say.away}</em>} {state}
            <small>
              {birth} {number}
            </small>
          </p>
          <p className="facts">
            {facts
              .filter(({ value }) => !isPlain(value))
              .map(({ label, value }) => (
                <button
                  key={label}
                  type="button"
                  className={value === say.missing ? 'fact fact-unknown' : 'fact'}
                  onClick={() => onFact(label)}
                >
                  {label}：{value}
                </button>
              ))}
          </p>
        </li>
      ))}
    </ul>
  </section>
)
