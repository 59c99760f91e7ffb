import { useCallback, useEffect, useRef, useState } from 'react'
import type { Failure, Reply } from '../../engine/contract.ts'

export interface Answer<T> {
  status: 'loading' | 'ready' | 'failed'
  /** The newest answer; the former one stays while the next is asked for. */
  value: T | null
  failure: Failure | null
  again(): void
}

/** Asks when `key` changes, and keeps only the answer to the newest question. */
export const useAnswer = <T>(load: () => Promise<Reply<T>>, key: string): Answer<T> => {
  const [state, setState] = useState<Omit<Answer<T>, 'again'>>({ status: 'loading', value: null, failure: null })
  const [round, setRound] = useState(0)
  const newest = useRef(load)
  newest.current = load
  // biome-ignore lint/correctness/useExhaustiveDependencies: the key stands for all that the question depends on
  useEffect(() => {
    let current = true
    setState((former) => ({ ...former, status: 'loading' }))
    void newest.current().then((reply) => {
      if (!current) return
      setState((former) =>
        reply.ok
          ? { status: 'ready', value: reply.value, failure: null }
          : { status: 'failed', value: former.value, failure: reply },
      )
    })
    return () => {
      current = false
    }
  }, [key, round])
  return { ...state, again: useCallback(() => setRound((one) => one + 1), []) }
}
