import { Alert, Spin } from 'antd'
import { useEffect, useState } from 'react'
import type { Preview, Template } from '../../../engine/contract.ts'
import { previewSheet } from '../../commands/mapping.ts'
import { wholeNumber } from '../../parts/markings.ts'
import type { Subject } from '../../store/bench.ts'
import { words } from '../../words/zh-CN.ts'

const w = words.mapping
const PAUSE = 400

export interface Tried {
  first: Preview | null
  whole: Preview | null
  problem: string
}

const NOTHING: Tried = { first: null, whole: null, problem: '' }

/** Tries a template on the sheet when the person pauses: its first rows at once, then all of it. */
export const usePreview = (subject: Subject, template: Template | null): Tried => {
  const [tried, setTried] = useState<Tried>(NOTHING)
  const key = template === null ? '' : JSON.stringify(template)
  // biome-ignore lint/correctness/useExhaustiveDependencies: the text stands for the template
  useEffect(() => {
    if (template === null) {
      setTried(NOTHING)
      return
    }
    const controller = new AbortController()
    const look = async (): Promise<void> => {
      const first = await previewSheet(subject, template, false, controller.signal)
      if (controller.signal.aborted) return
      setTried(
        first.ok ? { first: first.value, whole: null, problem: first.value.problem } : { ...NOTHING, problem: first.message },
      )
      if (!first.ok || first.value.problem !== '') return
      const whole = await previewSheet(subject, template, true, controller.signal)
      if (!controller.signal.aborted && whole.ok) setTried((former) => ({ ...former, whole: whole.value }))
    }
    const timer = setTimeout(() => void look(), PAUSE)
    return () => {
      clearTimeout(timer)
      controller.abort()
    }
  }, [key, subject])
  return tried
}

const Counts = ({ counts }: { counts: Preview['counts'] }) => {
  const { rowsIn, loaded, refused, footer } = counts
  return <span>{w.counts(wholeNumber(rowsIn), wholeNumber(loaded), wholeNumber(refused), wholeNumber(footer))}</span>
}

const Findings = ({ findings }: { findings: Preview['findings'] }) => {
  if (findings.length === 0) return <p>{w.noFindings}</p>
  return (
    <ul className="mapping-findings">
      {findings.map(({ column, rule, name, severity, count, message }) => (
        <li key={`${column} ${rule}`} className={`severity-${severity}`} title={message}>
          {column} {name} {wholeNumber(count)}
        </li>
      ))}
    </ul>
  )
}

const Rows = ({ columns, rows }: Preview) => (
  // biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls must be reachable by keyboard
  <section className="mapping-rows" tabIndex={0} aria-label={w.preview}>
    <table>
      <thead>
        <tr>
          <th scope="col">{w.line}</th>
          {columns.map(({ name, title }) => (
            <th key={name} scope="col">
              {title}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {rows.map(({ line, loaded, cells }) => (
          <tr key={line} className={loaded ? '' : 'mapping-refused'}>
            <th scope="row">
              {line}
              {!loaded && <small> {w.refused}</small>}
            </th>
            {cells.map(({ text, shown, finding }, at) => (
              <td key={columns[at]?.name} className={finding ? 'mapping-unread' : ''} title={finding || text}>
                {shown || (finding ? `✗ ${text}` : '')}
              </td>
            ))}
          </tr>
        ))}
      </tbody>
    </table>
  </section>
)

/** The first rows as they would be typed, what was said of them, and the counts of the whole sheet. */
export const PreviewPanel = ({ tried: { first, whole, problem } }: { tried: Tried }) => {
  if (problem !== '') return <Alert type="warning" showIcon title={problem} />
  if (first === null) return <Spin size="small" />
  return (
    <>
      <p className="mapping-counts" role="status">
        {whole ? (
          <>
            <strong>{w.previewWhole}</strong> <Counts counts={whole.counts} />
          </>
        ) : (
          <>
            <strong>{w.previewOf(wholeNumber(first.counts.rowsIn))}</strong> <Counts counts={first.counts} />{' '}
            <small>{w.counting}</small>
          </>
        )}
      </p>
      <Findings findings={(whole ?? first).findings} />
      <Rows {...first} />
    </>
  )
}
