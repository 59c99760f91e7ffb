import { Button, Input } from 'antd'
import { useEffect, useState } from 'react'
import type { LinkPair, LinkVerdict } from '../../../engine/contract.ts'
import { words } from '../../words/zh-CN.ts'

const { linkage: say } = words

export interface Moves {
  decide(verdict: LinkVerdict, reason: string): void
  later(): void
  undo: (() => void) | null
  go(step: number): void
}

/** What speaks for the pair, to begin a reason with. */
const suggestion = (pair: LinkPair): string =>
  say.suggested(
    pair.clues
      .filter(({ agreement }) => agreement === 'same')
      .map(({ clue }) => say.clues[clue])
      .join('、'),
  )

const isTyping = ({ target }: KeyboardEvent): boolean =>
  target instanceof HTMLElement && target.closest('input, textarea, select, [role="dialog"]') !== null

const keysOf = (moves: Moves, reason: string): Readonly<Record<string, () => void>> => ({
  j: () => moves.go(1),
  k: () => moves.go(-1),
  y: () => moves.decide('accepted', reason),
  n: () => moves.decide('rejected', reason),
  u: () => moves.later(),
  z: () => moves.undo?.(),
})

/** The reason and the decisions, by button or by key. */
export const DecideBar = ({ pair, busy, moves }: { pair: LinkPair; busy: boolean; moves: Moves }) => {
  const [reason, setReason] = useState('')
  // biome-ignore lint/correctness/useExhaustiveDependencies: another pair begins with its own suggestion
  useEffect(() => setReason(pair.decision?.reason ?? suggestion(pair)), [pair.id, pair.decision])
  useEffect(() => {
    const keys = keysOf(moves, reason)
    const press = (event: KeyboardEvent): void => {
      if (busy || isTyping(event) || event.ctrlKey || event.metaKey || event.altKey || event.isComposing) return
      const act = keys[event.key.toLowerCase()]
      if (!act) return
      event.preventDefault()
      act()
    }
    window.addEventListener('keydown', press)
    return () => window.removeEventListener('keydown', press)
  }, [busy, moves, reason])
  const empty = reason.trim() === ''
  return (
    <section className="panel decide">
      <Input.TextArea
        aria-label={say.reason}
        rows={2}
        maxLength={200}
        value={reason}
        placeholder={say.reasonHint}
        onChange={({ target }) => setReason(target.value)}
      />
      <p className="decide-moves">
        <Button type="primary" disabled={busy || empty} onClick={() => moves.decide('accepted', reason)}>
          {say.accept}
        </Button>
        <Button disabled={busy || empty} onClick={() => moves.decide('rejected', reason)}>
          {say.reject}
        </Button>
        <Button disabled={busy} onClick={moves.later}>
          {say.later}
        </Button>
        <Button disabled={busy || moves.undo === null} onClick={() => moves.undo?.()}>
          {say.undo}
        </Button>
        <span className="decide-walk">
          <Button onClick={() => moves.go(-1)}>{say.previous}</Button>
          <Button onClick={() => moves.go(1)}>{say.next}</Button>
        </span>
      </p>
      <p>
        <small>{say.effect}</small>
      </p>
    </section>
  )
}
