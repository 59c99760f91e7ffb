import { App, Button, Input, Select, Tag } from 'antd'
import { useEffect, useRef, useState } from 'react'
import type { AdverseCheck, AdverseFact, AdverseFilter, AdverseState, AdverseSummary, Named } from '../../../engine/contract.ts'
import { Grid, type GridColumn } from '../../parts/grid.tsx'
import { wholeNumber } from '../../parts/markings.ts'
import { Empty, Failed, Loading } from '../../parts/state-panel.tsx'
import { useAnswer } from '../../parts/use-answer.ts'
import { ask, useEngine } from '../../store/engine.ts'
import { refine, show, useView } from '../../store/view.ts'
import { words } from '../../words/zh-CN.ts'
import { Export } from './export.tsx'

const { crosscheck: say } = words
const DELAY = 250
const REST = 250

const CELLS: Readonly<Record<keyof typeof say.columns, (fact: AdverseFact) => string>> = {
  household: (fact) => fact.household,
  name: (fact) => fact.name,
  region: (fact) => fact.region,
  checkName: (fact) => fact.checkName,
  found: (fact) => fact.found,
  date: (fact) => fact.date,
  state: (fact) => (fact.review ? say.verdicts[fact.review.verdict] : say.states[fact.state]),
  strength: (fact) => say.strengths[fact.strength],
  sources: ({ claim, fact }) => `${claim.category}:${claim.row} × ${fact.category}:${fact.row}`,
}
const WIDTHS: Readonly<Record<keyof typeof say.columns, number>> = {
  household: 84,
  name: 58,
  region: 126,
  checkName: 158,
  found: 226,
  date: 88,
  state: 70,
  strength: 86,
  sources: 146,
}

const sourcesOf = ({ claim, fact }: AdverseFact): string =>
  [claim, fact].map(({ department, categoryName, file, row }) => `${department} ${categoryName}：${file} 第 ${row} 行`).join('；')

const COLUMNS = (Object.keys(say.columns) as (keyof typeof say.columns)[]).map(
  (code): GridColumn<AdverseFact> => ({
    code,
    name: say.columns[code],
    width: WIDTHS[code],
    numeric: false,
    cell: (fact) => {
      const text = CELLS[code](fact)
      if (code === 'state') return <span className={`fact-${fact.state}`}>{text}</span>
      if (code === 'sources') return <span title={sourcesOf(fact)}>{text}</span>
      return <span title={text}>{text || '–'}</span>
    },
  }),
)

const without = (filter: AdverseFilter, key: keyof AdverseFilter): AdverseFilter =>
  Object.fromEntries(Object.entries(filter).filter(([name]) => name !== key))

const change = (filter: AdverseFilter): void => refine({ adverse: filter, adverseScroll: 0 })

const Search = ({ filter }: { filter: AdverseFilter }) => {
  const kept = filter.search ?? ''
  const [text, setText] = useState(kept)
  useEffect(() => setText(kept), [kept])
  useEffect(() => {
    if (text.trim() === kept) return
    const timer = setTimeout(() => {
      const rest = without(filter, 'search')
      change(text.trim() === '' ? rest : { ...rest, search: text.trim() })
    }, DELAY)
    return () => clearTimeout(timer)
  }, [text, kept, filter])
  return (
    <Input.Search
      size="small"
      className="crosscheck-search"
      aria-label={say.search}
      placeholder={say.searchHint}
      title={say.searchHint}
      allowClear
      value={text}
      maxLength={60}
      onChange={({ target }) => setText(target.value)}
    />
  )
}

const Narrow = ({ filter, towns }: { filter: AdverseFilter; towns: AdverseSummary['towns'] }) => (
  <>
    <Search filter={filter} />
    <Select
      size="small"
      aria-label={say.region}
      placeholder={say.region}
      allowClear
      value={filter.region ?? null}
      options={towns.map(({ code, name, raised }) => ({ value: code, label: `${name}（${wholeNumber(raised)}）` }))}
      onChange={(region) => change(region ? { ...filter, region } : without(filter, 'region'))}
    />
    <Select<AdverseState | null>
      size="small"
      aria-label={say.state}
      placeholder={say.anyState}
      allowClear
      value={filter.state ?? null}
      options={(['raised', 'weak', 'stale', 'judged'] as const).map((state) => ({
        value: state,
        label: say.states[state],
        title: say.stateMeanings[state],
      }))}
      onChange={(state) => change(state ? { ...filter, state } : without(filter, 'state'))}
    />
  </>
)

interface FactsProps {
  towns: AdverseSummary['towns']
  checks: readonly AdverseCheck[]
  kinds: readonly Named[]
}

/** The adverse facts a person looks at, in a windowed table; a row opens its household at the fact. */
export const Facts = ({ towns, checks, kinds }: FactsProps) => {
  const { message } = App.useApp()
  const filter = useView(({ view }) => view.adverse)
  const scroll = useView(({ view }) => view.adverseScroll)
  const epoch = useEngine((state) => state.epoch)
  const key = JSON.stringify([epoch, filter])
  const counted = useAnswer(() => ask('adverseRows', { filter, from: 0, to: 0 }), key)
  const inSight = useRef(scroll)
  const resting = useRef<ReturnType<typeof setTimeout> | undefined>(undefined)
  const chosen = checks.find(({ code }) => code === filter.check)
  const topic = chosen?.name ?? kinds.find(({ code }) => code === filter.kind)?.name
  const total = counted.value?.total ?? 0
  const open = (fact: AdverseFact): void => {
    clearTimeout(resting.current)
    if (!fact.opens) {
      void message.info(say.notOpen)
      return
    }
    refine({ adverseScroll: inSight.current })
    show({ page: 'household', household: fact.household, fact: fact.id })
  }
  return (
    <section className="crosscheck-facts" aria-label={say.grid}>
      <div className="filter-bar">
        <Narrow filter={filter} towns={towns} />
        <span role="status" className="list-count">
          {counted.value ? say.found(wholeNumber(total)) : words.common.loading}
        </span>
        {topic && (
          <Tag closable={{ 'aria-label': `去掉 ${topic}` }} onClose={() => change(without(without(filter, 'check'), 'kind'))}>
            {topic}
          </Tag>
        )}
        <span className="list-actions">
          <Export filter={filter} total={total} place={towns.find(({ code }) => code === filter.region)?.name ?? ''} />
        </span>
      </div>
      {chosen && (
        <p className="crosscheck-action">
          {chosen.action}。<small>{chosen.basis}</small>
        </p>
      )}
      {counted.failure && <Failed message={counted.failure.message} retry={words.common.retry} again={counted.again} />}
      {!counted.value && !counted.failure && <Loading label={words.common.loading} />}
      {counted.value && total === 0 && (
        <Empty title={say.none} hint={say.noneHint} action={<Button onClick={() => change({})}>{say.clear}</Button>} />
      )}
      {counted.value && total > 0 && (
        <Grid<AdverseFact>
          label={say.grid}
          rows={total}
          columns={COLUMNS}
          version={key}
          sort={[]}
          start={scroll}
          load={async (from, to) => {
            const reply = await ask('adverseRows', { filter, from, to })
            return reply.ok ? reply.value.rows : null
          }}
          onScroll={(first) => {
            inSight.current = first
            clearTimeout(resting.current)
            resting.current = setTimeout(() => refine({ adverseScroll: first }), REST)
          }}
          onOpen={open}
        />
      )}
    </section>
  )
}
