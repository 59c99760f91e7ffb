import { create } from 'zustand'
import type { OfferedFile, Reply, Requests } from '../../engine/contract.ts'
import { type CallOptions, type EngineClient, openEngine } from '../../engine/host/client.ts'
import { newWorker } from './engine.ts'

/** The sheet that is being mapped, and the file it is in. */
export interface Subject {
  path: string
  sheet: string
  file: OfferedFile
  pack: string
  asOf: string
}

export const useSubject = create<{ subject: Subject | null }>(() => ({ subject: null }))

let bench: EngineClient | null = null

/** Asks a worker of its own, so that trying out a file disturbs no county; never rejects. */
export const askBench = async <Name extends 'packs' | 'inspect' | 'previewMapping'>(
  name: Name,
  params: Requests[Name]['params'],
  options: CallOptions,
): Promise<Reply<Requests[Name]['reply']>> => {
  bench ??= openEngine(newWorker(), () => {
    bench = null
  })
  return bench.call(name, params, options) as Promise<Reply<Requests[Name]['reply']>>
}

/** Frees what trying out has claimed. */
export const closeBench = (): void => {
  bench?.close()
  bench = null
}
