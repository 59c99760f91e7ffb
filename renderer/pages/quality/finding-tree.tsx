import type { FindingFilter, FindingTally, Named } from '../../../engine/contract.ts'
import { wholeNumber } from '../../parts/markings.ts'
import { words } from '../../words/zh-CN.ts'
import { SeverityMark } from './severity-mark.tsx'

const say = words.quality.findings

interface Branch {
  head: Named
  lines: FindingTally[]
}

/** Lines under their department or category, in the order they come. */
const branches = (tally: readonly FindingTally[], head: (line: FindingTally) => Named): Branch[] => {
  const found = new Map<string, Branch>()
  for (const line of tally) {
    const own = found.get(head(line).code)
    if (own) own.lines.push(line)
    else found.set(head(line).code, { head: head(line), lines: [line] })
  }
  return [...found.values()]
}

const sum = (lines: readonly FindingTally[]): string => wholeNumber(lines.reduce((total, { findings }) => total + findings, 0))

interface TreeProps {
  tally: readonly FindingTally[]
  filter: FindingFilter
  onChoose(filter: FindingFilter): void
}

const same = (filter: FindingFilter, other: FindingFilter): boolean =>
  filter.department === other.department && filter.category === other.category && filter.rule === other.rule

const Choice = ({
  to,
  filter,
  onChoose,
  children,
}: Omit<TreeProps, 'tally'> & { to: FindingFilter; children: React.ReactNode }) => (
  <button type="button" className="tree-choice" aria-pressed={same(filter, to)} onClick={() => onChoose(to)}>
    {children}
  </button>
)

const Category = ({ branch: { head, lines }, filter, onChoose }: Omit<TreeProps, 'tally'> & { branch: Branch }) => (
  <li>
    <Choice to={{ category: head.code }} filter={filter} onChoose={onChoose}>
      <span>{head.code === '' ? say.nobody : `${head.code} ${head.name}`}</span> <small>{sum(lines)}</small>
    </Choice>
    <ul>
      {lines.map(({ rule, severity, findings }) => (
        <li key={`${rule.code} ${severity}`}>
          <Choice to={{ category: head.code, rule: rule.code }} filter={filter} onChoose={onChoose}>
            <SeverityMark severity={severity} /> <span>{rule.name}</span> <small>{wholeNumber(findings)}</small>
          </Choice>
        </li>
      ))}
    </ul>
  </li>
)

/** Findings by department, category and rule; one that is chosen shows its rows. */
export const FindingTree = ({ tally, filter, onChoose }: TreeProps) => (
  <nav className="finding-tree" aria-label={say.tree}>
    <Choice to={{}} filter={filter} onChoose={onChoose}>
      <span>{say.everything}</span> <small>{sum(tally)}</small>
    </Choice>
    {branches(tally, ({ department }) => department).map(({ head, lines }) => (
      <details key={head.code} open={lines.some(({ category }) => category.code === filter.category)}>
        <summary>
          {head.code === '' ? say.nobody : head.name} <small>{sum(lines)}</small>
        </summary>
        <Choice to={{ department: head.code }} filter={filter} onChoose={onChoose}>
          <span>{say.whole}</span>
        </Choice>
        <ul>
          {branches(lines, ({ category }) => category).map((branch) => (
            <Category key={branch.head.code} branch={branch} filter={filter} onChoose={onChoose} />
          ))}
        </ul>
      </details>
    ))}
  </nav>
)
