import type { CategoryState } from '../../../engine/contract.ts'
import { words } from '../../words/zh-CN.ts'
import { STATE_SHAPES } from './marks.ts'

/** A state told by shape, word and paint. */
export const StateMark = ({ state }: { state: CategoryState }) => (
  <span className={`state-mark state-${state}`} title={words.quality.stateMeanings[state]}>
    <span aria-hidden="true">{STATE_SHAPES[state]}</span>
    {words.quality.states[state]}
  </span>
)
