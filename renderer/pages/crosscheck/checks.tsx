import type { AdverseCheck, AdverseFilter, AdverseSummary } from '../../../engine/contract.ts'
import { wholeNumber } from '../../parts/markings.ts'
import { show, useView } from '../../store/view.ts'
import { words } from '../../words/zh-CN.ts'

const { crosscheck: say } = words

const go = (filter: AdverseFilter): void => show({ adverse: filter, adverseScroll: 0 })

/** What a check found beside the facts it raised, and how far it could be made. */
const Beside = ({ check }: { check: AdverseCheck }) => {
  const unit = say.owners[check.of]
  const others = (['weak', 'stale', 'judged'] as const).filter((state) => check.facts[state] > 0)
  return (
    <span className="check-beside">
      {check.state !== 'not' && <span>{say.compared(wholeNumber(check.owners), unit)}</span>}
      {others.map((state) => (
        <span key={state} className={`fact-${state}`}>
          {say.also[state]} {wholeNumber(check.facts[state])}
        </span>
      ))}
      {check.state !== 'not' && check.uncompared > 0 && (
        <span className="check-gap">{say.uncompared(wholeNumber(check.uncompared), unit)}</span>
      )}
      {check.reason !== '' && (
        <span className="check-gap">
          {check.state === 'not' ? say.not : say.partly}
          {check.state === 'not' && check.owners > 0 && ` ${wholeNumber(check.owners)} ${unit}`}
          {say.reason(check.reason)}
        </span>
      )}
    </span>
  )
}

const Check = ({ check, filter }: { check: AdverseCheck; filter: AdverseFilter }) => (
  <li>
    <button
      type="button"
      className="check"
      aria-current={filter.check === check.code ? 'true' : undefined}
      onClick={() => {
        const { kind: _, check: chosen, ...rest } = filter
        go(chosen === check.code ? rest : { ...rest, check: check.code })
      }}
    >
      <span className="check-name">{check.name}</span>
      <span className={check.facts.raised > 0 ? 'check-count' : 'check-count check-none'}>
        {check.state === 'not' ? '–' : wholeNumber(check.facts.raised)}
      </span>
      <Beside check={check} />
    </button>
  </li>
)

/** All checks by kind, with what each found and what it could not compare. */
export const Checks = ({ summary }: { summary: AdverseSummary }) => {
  const filter = useView(({ view }) => view.adverse)
  const counted = summary.kinds.map((kind) => {
    const checks = summary.checks.filter((check) => check.kind === kind.code)
    return { ...kind, checks, raised: checks.reduce((sum, { facts }) => sum + facts.raised, 0) }
  })
  const { check: _, kind: __, ...rest } = filter
  return (
    <nav className="panel crosscheck-checks" aria-label={say.checks}>
      <button
        type="button"
        className="check check-all"
        aria-current={filter.check === undefined && filter.kind === undefined ? 'true' : undefined}
        onClick={() => go(rest)}
      >
        <span className="check-name">{say.all}</span>
        <span className="check-count">{wholeNumber(summary.facts.raised)}</span>
        <span className="check-beside">
          {say.raised(wholeNumber(summary.facts.raised), wholeNumber(summary.households), wholeNumber(summary.persons))}
        </span>
      </button>
      {counted.map(({ code, name, checks, raised }) => (
        <section key={code}>
          <h2>
            <button
              type="button"
              className="check-kind"
              aria-current={filter.kind === code ? 'true' : undefined}
              onClick={() => go(filter.kind === code ? rest : { ...rest, kind: code })}
            >
              <span>{name}</span> <small>{say.kindCount(wholeNumber(raised))}</small>
            </button>
          </h2>
          <ul>
            {checks.map((check) => (
              <Check key={check.code} check={check} filter={filter} />
            ))}
          </ul>
        </section>
      ))}
    </nav>
  )
}
