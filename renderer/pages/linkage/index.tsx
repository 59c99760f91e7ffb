import { Button, Select } from 'antd'
import { useState } from 'react'
import type { LinkFilter, LinkPair, LinkPairs, LinkState, LinkVerdict } from '../../../engine/contract.ts'
import { decideLink, restoreLink } from '../../commands/decide-link.ts'
import { wholeNumber } from '../../parts/markings.ts'
import { Empty, Failed, Loading } from '../../parts/state-panel.tsx'
import { useAnswer } from '../../parts/use-answer.ts'
import { ask, useEngine } from '../../store/engine.ts'
import { refine, show, useView } from '../../store/view.ts'
import { words } from '../../words/zh-CN.ts'
import { DecideBar } from './decide-bar.tsx'
import './linkage.css'
import { PairCard } from './pair-card.tsx'

const { linkage: say } = words
const STATES: readonly LinkState[] = ['likely', 'open', 'strong', 'accepted', 'rejected']

const look = (filter: LinkFilter, at: number): void => refine({ link: { filter, at } })

const Filters = ({ pairs, filter }: { pairs: LinkPairs; filter: LinkFilter }) => {
  const { state, ...rest } = filter
  const choice = (one: LinkState | undefined, label: string, count: number) => (
    <button
      key={one ?? ''}
      type="button"
      aria-pressed={state === one}
      title={one && say.stateMeanings[one]}
      onClick={() => look(one === undefined ? rest : { ...rest, state: one }, 0)}
    >
      {label} <b>{wholeNumber(count)}</b>
    </button>
  )
  const all = STATES.reduce((sum, one) => sum + pairs.counts[one], 0)
  return (
    <p className="link-filters">
      {STATES.map((one) => choice(one, say.states[one], pairs.counts[one]))}
      {choice(undefined, say.anyState, all)}
      <Select
        aria-label={say.anyCategory}
        size="small"
        value={filter.category ?? ''}
        options={[
          { value: '', label: say.anyCategory },
          ...pairs.categories.map(({ code, name, pairs: n }) => ({ value: code, label: `${name}（${wholeNumber(n)}）` })),
        ]}
        onChange={(code) => {
          const kept: LinkFilter = state === undefined ? {} : { state }
          look(code === '' ? kept : { ...kept, category: code }, 0)
        }}
      />
    </p>
  )
}

/** An answer with the place it is for, which the place looked at may have left behind. */
interface PairsAt extends LinkPairs {
  at: number
}

interface DeskProps {
  pairs: PairsAt
  pair: LinkPair
  /** Another pair is on its way: nothing is decided about the one still in sight. */
  leaving: boolean
  again(): void
}

/** One pair to be decided; what was decided last can be undone. */
const Desk = ({ pairs, pair, leaving, again }: DeskProps) => {
  const { filter, at } = useView(({ view }) => view.link)
  const [done, setDone] = useState<LinkPair[]>([])
  const [problem, setProblem] = useState('')
  const [busy, setBusy] = useState(false)
  const go = (step: number): void => look(filter, Math.max(0, Math.min(pairs.total - 1, at + step)))
  const settle = async (work: ReturnType<typeof decideLink>, then: () => void): Promise<void> => {
    setBusy(true)
    const reply = await work
    setBusy(false)
    setProblem(reply.ok ? '' : reply.message)
    if (!reply.ok) return
    then()
    again()
  }
  const decide = (verdict: LinkVerdict, reason: string): void => {
    const moved = filter.state === undefined || filter.state === verdict
    void settle(decideLink(pair, verdict, reason), () => {
      setDone([...done, pair])
      if (moved) go(1)
    })
  }
  const last = done.at(-1)
  const undo = last && (() => void settle(restoreLink(last), () => setDone(done.slice(0, -1))))
  const later = (): void => {
    if (pair.decision === null) go(1)
    else void settle(decideLink(pair, null, ''), () => setDone([...done, pair]))
  }
  return (
    <>
      <p role="status">{say.position(wholeNumber(pairs.at + 1), wholeNumber(pairs.total))}</p>
      <PairCard pair={pair} />
      {problem && (
        <p role="alert" className="problem">
          {problem}
        </p>
      )}
      <DecideBar pair={pair} busy={busy || leaving} moves={{ decide, later, undo: undo ?? null, go }} />
    </>
  )
}

const Shown = () => {
  const epoch = useEngine((state) => state.epoch)
  const { filter, at } = useView(({ view }) => view.link)
  const answer = useAnswer<PairsAt>(
    async () => {
      const reply = await ask('linkPairs', { filter, from: at, to: at + 1 })
      return reply.ok ? { ok: true, value: { ...reply.value, at } } : reply
    },
    JSON.stringify([epoch, filter, at]),
  )
  if (answer.failure) return <Failed message={answer.failure.message} retry={words.common.retry} again={answer.again} />
  if (answer.value === null) return <Loading label={words.common.loading} />
  const pairs = answer.value
  const [pair] = pairs.pairs
  const beyond = !pair && pairs.total > 0
  return (
    <div className="linkage">
      <header className="linkage-head">
        <h1>{say.title}</h1>
        <p>{say.legend}</p>
        <p>{say.rows(wholeNumber(pairs.rows), wholeNumber(pairs.unmatched))}</p>
      </header>
      <Filters pairs={pairs} filter={filter} />
      {pair ? (
        <Desk pairs={pairs} pair={pair} leaving={answer.status === 'loading'} again={answer.again} />
      ) : (
        <Empty
          title={say.nothing}
          hint={say.nothingHint}
          action={beyond && <Button onClick={() => look(filter, pairs.total - 1)}>{say.previous}</Button>}
        />
      )}
    </div>
  )
}

/** 无证件号比对: rows of lists without an ID number beside whom they may be about, for a person to decide. */
export const LinkagePage = () => {
  const county = useEngine((state) => state.county)
  if (county) return <Shown />
  const toOpen = (
    <Button type="primary" onClick={() => show({ page: 'open' })}>
      {words.common.toOpen}
    </Button>
  )
  return <Empty title={words.common.noCounty} hint={words.common.noCountyHint} action={toOpen} />
}
