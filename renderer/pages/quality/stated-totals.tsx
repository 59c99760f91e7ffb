import { App, Button } from 'antd'
import { useRef, useState } from 'react'
import type { Reply, Totals } from '../../../engine/contract.ts'
import { importTotals } from '../../commands/quality.ts'
import { Failed, Loading } from '../../parts/state-panel.tsx'
import { useAnswer } from '../../parts/use-answer.ts'
import { ask, useEngine } from '../../store/engine.ts'
import { words } from '../../words/zh-CN.ts'
import { AddTotal } from './add-total.tsx'
import { StatedFormats } from './stated-formats.tsx'
import { MeasureTotals, TotalTable } from './total-tables.tsx'

const say = words.quality.totals

interface ImportProps {
  onRead(totals: Totals): void
}

/** Reads a file of stated figures and says what could not be understood. */
const Import = ({ onRead }: ImportProps) => {
  const { message } = App.useApp()
  const input = useRef<HTMLInputElement>(null)
  const [problems, setProblems] = useState<readonly string[]>([])
  const take = async (files: readonly File[]): Promise<void> => {
    const reply = await importTotals(files.map((file) => ({ path: file.name, file })))
    if (!reply.ok) {
      setProblems([])
      void message.error(reply.message)
      return
    }
    setProblems(reply.value.problems)
    void message.success(say.read(reply.value.read))
    onRead(reply.value.totals)
  }
  return (
    <>
      <Button size="small" onClick={() => input.current?.click()}>
        {say.import}
      </Button>
      <input
        ref={input}
        hidden
        type="file"
        multiple
        aria-label={say.import}
        onChange={({ target }) => {
          void take([...(target.files ?? [])]).then(() => {
            target.value = ''
          })
        }}
      />
      {problems.length > 0 && (
        <details className="problem" open>
          <summary>{say.problems(problems.length)}</summary>
          <ul>
            {problems.map((problem) => (
              <li key={problem}>{problem}</li>
            ))}
          </ul>
        </details>
      )}
    </>
  )
}

/** 总数核对: what departments and the statistical report say, against what came. */
export const StatedTotals = () => {
  const epoch = useEngine((state) => state.epoch)
  const { message } = App.useApp()
  const [newer, setNewer] = useState<{ epoch: number; totals: Totals } | null>(null)
  const answer = useAnswer(() => ask('totals', {}), String(epoch))
  const dictionary = useAnswer(() => ask('dictionary', {}), String(epoch))
  const failure = answer.failure ?? dictionary.failure
  if (failure) return <Failed message={failure.message} retry={words.common.retry} again={answer.again} />
  const totals = newer?.epoch === epoch ? newer.totals : answer.value
  if (!totals || !dictionary.value) return <Loading label={words.common.loading} />
  const keep = (next: Totals): void => {
    setNewer({ epoch, totals: next })
    useEngine.setState({ unsaved: true })
  }
  const stated = async (asked: Promise<Reply<Totals>>): Promise<boolean> => {
    const reply = await asked
    if (reply.ok) keep(reply.value)
    else void message.error(reply.message)
    return reply.ok
  }
  const remove = (category: string): void =>
    void stated(ask('stateTotals', { totals: [{ category, count: null, date: '', source: '' }] }))
  return (
    <div className="stated">
      <p>{say.lead}</p>
      <AddTotal
        categories={dictionary.value.categories}
        onSave={(total) => stated(ask('stateTotals', { totals: [total] }))}
        action={<Import onRead={keep} />}
      />
      <TotalTable lines={totals.totals} onRemove={remove} />
      <MeasureTotals lines={totals.measures} />
      <StatedFormats known={totals.known} />
    </div>
  )
}
