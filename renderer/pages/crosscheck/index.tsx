import { Button } from 'antd'
import { Empty, Failed, Loading } from '../../parts/state-panel.tsx'
import { useAnswer } from '../../parts/use-answer.ts'
import { ask, useEngine } from '../../store/engine.ts'
import { show, useView } from '../../store/view.ts'
import { words } from '../../words/zh-CN.ts'
import { Checks } from './checks.tsx'
import './crosscheck.css'
import { Facts } from './facts.tsx'

const { crosscheck: say } = words

const Shown = () => {
  const epoch = useEngine((state) => state.epoch)
  const { region } = useView(({ view }) => view.adverse)
  const whole = useAnswer(() => ask('adverseSummary', {}), String(epoch))
  const answer = useAnswer(() => ask('adverseSummary', region === undefined ? {} : { region }), JSON.stringify([epoch, region]))
  const failure = answer.failure ?? whole.failure
  if (failure) return <Failed message={failure.message} retry={words.common.retry} again={answer.again} />
  if (answer.value === null || whole.value === null) return <Loading label={words.common.loading} />
  return (
    <div className="crosscheck">
      <header className="crosscheck-head">
        <h1>{say.title}</h1>
        <p className="crosscheck-legend">{say.legend}</p>
      </header>
      <div className="crosscheck-body">
        <Checks summary={answer.value} />
        <Facts towns={whole.value.towns} checks={answer.value.checks} kinds={answer.value.kinds} />
      </div>
    </div>
  )
}

/** 交叉比对: what departments' data say against each other, for a person to look into. */
export const CrosscheckPage = () => {
  const county = useEngine((state) => state.county)
  if (county) return <Shown />
  const toOpen = (
    <Button type="primary" onClick={() => show({ page: 'open' })}>
      {words.common.toOpen}
    </Button>
  )
  return <Empty title={words.common.noCounty} hint={words.common.noCountyHint} action={toOpen} />
}
