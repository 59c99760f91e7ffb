import type { Severity } from '../../../engine/contract.ts'
import { words } from '../../words/zh-CN.ts'

const say = words.quality.findings

/** A severity told by shape, word and paint. */
export const SeverityMark = ({ severity }: { severity: Severity }) => (
  <span className={`severity severity-${severity}`}>
    <span aria-hidden="true">{say.marks[severity]}</span> {say.severities[severity]}
  </span>
)
