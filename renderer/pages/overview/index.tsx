import { Button, Drawer, Spin } from 'antd'
import { useEffect, useState } from 'react'
import type { County, Overview } from '../../../engine/contract.ts'
import { ColourLegend } from '../../parts/colour-legend.tsx'
import { Figure } from '../../parts/figure.tsx'
import { FilterChips } from '../../parts/filter-chips.tsx'
import { chipsOf } from '../../parts/filter-words.ts'
import { percent } from '../../parts/markings.ts'
import { Empty, Failed, Loading } from '../../parts/state-panel.tsx'
import { useAnswer } from '../../parts/use-answer.ts'
import { ask, useEngine } from '../../store/engine.ts'
import { show, useView } from '../../store/view.ts'
import { words } from '../../words/zh-CN.ts'
import { Distribution } from './distribution.tsx'
import { MapPanel } from './map-panel.tsx'
import { Matrix } from './matrix.tsx'
import './overview.css'
import { Parameters } from './parameters.tsx'

const { overview: say } = words

/** Marks when a new answer stands on the screen, for measurement. */
const usePainted = (overview: Overview | null): void => {
  useEffect(() => {
    if (overview) requestAnimationFrame(() => requestAnimationFrame(() => performance.mark('overview:painted')))
  }, [overview])
}

const Shown = ({ county }: { county: County }) => {
  const { filter, metric } = useView(({ view }) => view)
  const epoch = useEngine((state) => state.epoch)
  const [doubts, setDoubts] = useState(false)
  const answer = useAnswer(
    () => {
      performance.mark('overview:asked')
      return ask('overview', { filter })
    },
    JSON.stringify([epoch, filter]),
  )
  usePainted(answer.value)
  if (answer.status === 'failed' && answer.failure)
    return <Failed message={answer.failure.message} retry={words.common.retry} again={answer.again} />
  const overview = answer.value
  if (overview === null) return <Loading label={words.common.loading} />
  const { total, path } = overview
  const place = filter.region?.endsWith('?') ? `${path.at(-1)?.name ?? ''}未落图` : (path.at(-1)?.name ?? '')
  return (
    <>
      <header className="overview-head">
        <h1>
          {say.title} <small>{place}</small>
        </h1>
        <p>
          <Figure
            value={total.households}
            label={say.households}
            unit={say.households}
            onOpen={() => show({ page: 'list', scroll: 0 })}
          />
          <Figure value={total.persons} label={say.persons} unit={say.persons} onOpen={() => show({ page: 'list', scroll: 0 })} />
          <span>
            {say.missing} {percent(total.missing)}
          </span>
          <Button size="small" type="link" onClick={() => setDoubts(true)}>
            {say.placeholders(county.placeholders.length)}、{say.notDelivered(county.notDelivered.length)}
          </Button>
          {answer.status === 'loading' && <Spin size="small" />}
        </p>
        <FilterChips
          label={say.filters}
          clear={say.clear}
          chips={chipsOf(county, filter, place)}
          onChange={(next) => show({ filter: next, scroll: 0 })}
        />
      </header>
      {total.households === 0 ? (
        <Empty title={say.none} hint={say.noneHint} action={<Button onClick={() => show({ filter: {} })}>{say.clear}</Button>} />
      ) : (
        <div className="overview-body">
          <MapPanel county={county} overview={overview} metricKey={metric} selected={filter.region ?? null} />
          <Matrix county={county} total={total} filter={filter} />
          <Distribution county={county} overview={overview} filter={filter} />
        </div>
      )}
      <ColourLegend label={words.common.colourMeanings} colours={county.colours} />
      <p className="overview-foot">
        {county.caution}
        {words.common.advises}。
      </p>
      <Drawer open={doubts} size={720} title={say.placeholderTitle} onClose={() => setDoubts(false)}>
        <Parameters county={county} />
      </Drawer>
    </>
  )
}

/** 总览: the county in colours, to be filtered and opened from every figure. */
export const OverviewPage = () => {
  const county = useEngine((state) => state.county)
  if (county) return <Shown county={county} />
  const toOpen = (
    <Button type="primary" onClick={() => show({ page: 'open' })}>
      {words.common.toOpen}
    </Button>
  )
  return <Empty title={words.common.noCounty} hint={words.common.noCountyHint} action={toOpen} />
}
