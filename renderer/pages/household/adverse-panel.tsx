import { Button } from 'antd'
import { useEffect, useRef, useState } from 'react'
import type { ProfileAdverse } from '../../../engine/contract.ts'
import { wholeNumber } from '../../parts/markings.ts'
import { words } from '../../words/zh-CN.ts'
import { EvidenceRows } from './evidence-panel.tsx'
import { JudgeDialog } from './judge-dialog.tsx'

const { crosscheck: say, household } = words

const Fact = ({ fact, wanted, onJudge }: { fact: ProfileAdverse; wanted: boolean; onJudge(): void }) => {
  const item = useRef<HTMLLIElement>(null)
  useEffect(() => {
    if (!wanted) return
    item.current?.scrollIntoView({ block: 'start' })
    item.current?.focus({ preventScroll: true })
  }, [wanted])
  return (
    <li ref={item} tabIndex={-1} className={wanted ? 'adverse-wanted' : ''}>
      <p>
        <strong className={`fact-${fact.state}`}>{say.states[fact.state]}</strong> <strong>{fact.checkName}</strong> {fact.person}{' '}
        {fact.name}
        <small>
          {say.strengths[fact.strength]}　{fact.age === null ? say.noAge : say.age(fact.age)}
        </small>
        <Button size="small" onClick={onJudge}>
          {fact.review ? say.judgeAgain : say.judge}
        </Button>
      </p>
      <p>
        {fact.found}。{fact.action}。
      </p>
      {fact.review && (
        <p>
          {say.judged(say.verdicts[fact.review.verdict], fact.review.by, fact.review.at)}：{fact.review.reason}
        </p>
      )}
      <details open={wanted}>
        <summary>{say.rows}</summary>
        <div className="adverse-sides">
          {(['claim', 'fact'] as const).map((side) => (
            <div key={side}>
              {fact.rows
                .filter((group) => group.side === side)
                .map((group) => (
                  <section key={group.category} className="adverse-evidence">
                    <h3>
                      {say.sides[side]} {group.category} {group.name} <small>{group.department}</small>
                    </h3>
                    <EvidenceRows rows={group.rows} />
                  </section>
                ))}
            </div>
          ))}
        </div>
        {fact.rows.every(({ rows }) => rows.every(({ cells }) => cells.every(({ text }) => text === null))) && (
          <p>{household.noOriginals}</p>
        )}
      </details>
    </li>
  )
}

interface AdversePanelProps {
  facts: readonly ProfileAdverse[]
  /** The fact the person came for. */
  wanted: number | null
  onJudged(): void
}

/** What departments' data say against each other about the household, with the rows of both sides. */
export const AdversePanel = ({ facts, wanted, onJudged }: AdversePanelProps) => {
  const [judging, setJudging] = useState<ProfileAdverse | null>(null)
  if (facts.length === 0) return null
  return (
    <section className="panel">
      <h2>
        {say.ofHousehold(wholeNumber(facts.length))} <small>{say.legend}</small>
      </h2>
      <ul className="adverse">
        {facts.map((fact) => (
          <Fact key={fact.id} fact={fact} wanted={fact.id === wanted} onJudge={() => setJudging(fact)} />
        ))}
      </ul>
      {judging && (
        <JudgeDialog
          fact={judging}
          onClose={() => setJudging(null)}
          onJudged={() => {
            setJudging(null)
            onJudged()
          }}
        />
      )}
    </section>
  )
}
