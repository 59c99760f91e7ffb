import { Collapse } from 'antd'
import type { Blinds, Subject, SubjectKind } from '../../../engine/contract.ts'
import { wholeNumber } from '../../parts/markings.ts'
import { Failed, Loading } from '../../parts/state-panel.tsx'
import { useAnswer } from '../../parts/use-answer.ts'
import { ask, useEngine } from '../../store/engine.ts'
import { words } from '../../words/zh-CN.ts'

const say = words.quality.blinds

const KINDS = Object.keys(say.kinds) as SubjectKind[]

const One = ({ subject, onOpen }: { subject: Subject; onOpen(subject: Subject): void }) => (
  <li>
    <button type="button" className="figure" onClick={() => onOpen(subject)}>
      {subject.code} {subject.name}
    </button>
    <small>
      {[
        ...(subject.points > 0 ? [say.max(subject.points)] : []),
        ...(subject.unknown > 0 ? [say.unknown(wholeNumber(subject.unknown))] : []),
        ...(subject.direct ? [say.direct] : []),
      ].join('，')}
    </small>
  </li>
)

const Told = ({ blinds, onOpen }: { blinds: Blinds; onOpen(subject: Subject): void }) => {
  const of = (kind: SubjectKind): Subject[] => blinds.subjects.filter((subject) => subject.kind === kind)
  const indicators = of('indicator')
  const groups = KINDS.filter((kind) => of(kind).length > 0).map((kind) => ({
    key: kind,
    label: `${say.kinds[kind]} ${of(kind).length}`,
    children: (
      <ul className="subjects">
        {of(kind).map((subject) => (
          <One key={subject.code} subject={subject} onOpen={onOpen} />
        ))}
      </ul>
    ),
  }))
  if (blinds.subjects.length === 0 && blinds.people.length === 0) return <p>{say.nothing}</p>
  return (
    <>
      <p>
        {say.lead(blinds.delivered)}
        {indicators.length > 0 && say.points(blinds.points, indicators.length)}
        {blinds.households > 0 && `；${say.households(wholeNumber(blinds.households))}`}
        {blinds.people.length > 0 && `；${say.people}：${blinds.people.map((use) => say.peopleUses[use] ?? use).join('、')}`}
      </p>
      <Collapse size="small" items={groups} defaultActiveKey={['indicator']} />
    </>
  )
}

/** What a category is used for: everything that turns unknown without it. */
export const BlindsPanel = ({ code, onOpen }: { code: string; onOpen(subject: Subject): void }) => {
  const epoch = useEngine((state) => state.epoch)
  const answer = useAnswer(() => ask('blinds', { category: code }), `${epoch} ${code}`)
  return (
    <section>
      <h3>{say.title}</h3>
      {answer.failure && <Failed message={answer.failure.message} retry={words.common.retry} again={answer.again} />}
      {answer.value ? (
        <Told blinds={answer.value} onOpen={onOpen} />
      ) : (
        !answer.failure && <Loading label={words.common.loading} />
      )}
    </section>
  )
}
