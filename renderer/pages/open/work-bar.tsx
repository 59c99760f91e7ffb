import { Button, Progress } from 'antd'
import { useEffect, useState } from 'react'
import { wholeNumber } from '../../parts/markings.ts'
import { useEngine } from '../../store/engine.ts'
import { words } from '../../words/zh-CN.ts'

const SECOND = 1_000

/** What long work is at, how fast, and the way to stop it. */
export const WorkBar = () => {
  const work = useEngine((state) => state.work)
  const [now, setNow] = useState(() => performance.now())
  const busy = work.phase === 'busy'
  useEffect(() => {
    if (!busy) return
    const timer = setInterval(() => setNow(performance.now()), SECOND / 2)
    return () => clearInterval(timer)
  }, [busy])
  if (!busy) return null
  const { progress, since, title, cancel } = work
  const seconds = Math.max(0, Math.round((now - since) / SECOND))
  const share = progress && progress.total > 0 ? Math.min(100, Math.round((progress.done / progress.total) * 100)) : 0
  return (
    <section className="work" aria-live="polite" aria-label={title}>
      <p>
        <strong>{progress ? words.open.stages[progress.stage] : title}</strong> <span>{progress?.note}</span>
      </p>
      <Progress percent={share} aria-label={title} />
      <p className="work-facts">
        <span>{words.open.elapsed(seconds)}</span>
        {progress?.rows !== undefined && <span>{words.open.rows(wholeNumber(progress.rows))}</span>}
        {progress?.rows !== undefined && seconds > 0 && (
          <span>{words.open.rate(wholeNumber(Math.round(progress.rows / seconds)))}</span>
        )}
        <Button size="small" onClick={cancel}>
          {words.common.cancel}
        </Button>
      </p>
    </section>
  )
}
