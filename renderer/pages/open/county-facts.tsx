import type { County } from '../../../engine/contract.ts'
import { words } from '../../words/zh-CN.ts'

/** A long line in a window of its own, which the keyboard can scroll. */
const Scrolling = ({ title, text }: { title: string; text: string }) => (
  <>
    <h2>{title}</h2>
    {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls must be reachable by keyboard */}
    <section className="open-long" tabIndex={0} aria-label={title}>
      {text || '—'}
    </section>
  </>
)

/** What is missing from the county, what was found, and what it costs. */
export const CountyFacts = ({ county }: { county: County }) => {
  const findings = county.findings.map(
    ({ name, severity, findings: count }) => `${name}（${words.open.severities[severity as 'error']}）${count} 处`,
  )
  return (
    <section className="open-facts">
      <Scrolling
        title={words.open.missing(county.notDelivered.length)}
        text={county.notDelivered.map(({ code, name }) => `${code} ${name}`).join('、')}
      />
      <Scrolling title={words.open.findings} text={findings.join('　')} />
      <p>{words.open.memory(Math.round(county.memory / 1_000_000))}</p>
    </section>
  )
}
