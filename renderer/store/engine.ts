import { create } from 'zustand'
import type { County, FailureCode, OfferedFile, Progress, Reply, RequestName, Requests } from '../../engine/contract.ts'
import { type CallOptions, type EngineClient, openEngine } from '../../engine/host/client.ts'

export type Work =
  | { phase: 'idle' }
  | { phase: 'busy'; title: string; since: number; progress: Progress | null; cancel(): void }
  | { phase: 'failed'; message: string; code: FailureCode }

interface EngineStore {
  /** What long work is going on, or how the last one failed. */
  work: Work
  county: County | null
  /** Results that no workspace holds yet. */
  unsaved: boolean
  /** Counts the counties opened, so that screens ask again. */
  epoch: number
}

export const useEngine = create<EngineStore>(() => ({ work: { phase: 'idle' }, county: null, unsaved: false, epoch: 0 }))

const newWorker = (): Worker => new Worker(new URL('../../engine/host/worker.ts', import.meta.url), { type: 'module' })

let client: EngineClient | null = null
/** The files of the county that is open, for a further delivery onto them. */
let files: readonly OfferedFile[] = []

export const openFiles = (): readonly OfferedFile[] => files

/** A worker that is lost or out of memory takes its county with it; the next opening starts another. */
const dropLost = (code: FailureCode, message: string): void => {
  client?.close()
  client = null
  useEngine.setState({ county: null, unsaved: false, work: { phase: 'failed', code, message } })
}

/** Asks the open county. Never rejects. */
export const ask = async <Name extends RequestName>(
  name: Name,
  params: Requests[Name]['params'],
  options: CallOptions = {},
): Promise<Reply<Requests[Name]['reply']>> => {
  const asked = client
  if (asked === null) return { ok: false, code: 'not_found', message: '还没有打开数据' }
  const reply = await asked.call(name, params, options)
  if (!reply.ok && (reply.code === 'lost' || reply.code === 'memory') && asked === client) dropLost(reply.code, reply.message)
  return reply as Reply<Requests[Name]['reply']>
}

interface Task<T> {
  title: string
  run(engine: EngineClient, options: CallOptions): Promise<Reply<T>>
  /** The county that came of it and the files it was made of. */
  done(value: T): { county: County; files: readonly OfferedFile[]; unsaved: boolean }
}

const SELDOM = 80

/** Lets a screen hear of progress only as often as a person can see it, and only while the work goes on. */
const seldom = (report: (step: Progress) => void): ((step: Progress) => void) => {
  let last = 0
  return (step) => {
    const now = performance.now()
    if (now - last < SELDOM || useEngine.getState().work.phase !== 'busy') return
    last = now
    report(step)
  }
}

/**
 * Opens a county in a worker of its own, because memory once claimed never shrinks. The county that was open stays until
 * the new one is there, and is kept where the new one fails or is cancelled.
 */
export const openCounty = async <T>({ title, run, done }: Task<T>): Promise<Reply<T>> => {
  if (useEngine.getState().work.phase === 'busy') return { ok: false, code: 'usage', message: '正在打开数据' }
  const controller = new AbortController()
  const fresh: EngineClient = openEngine(newWorker(), (reason) => {
    if (client === fresh) dropLost('lost', reason)
  })
  const since = performance.now()
  const busy = (progress: Progress | null): void =>
    useEngine.setState({ work: { phase: 'busy', title, since, progress, cancel: () => controller.abort() } })
  busy(null)
  const reply = await run(fresh, { progress: seldom(busy), signal: controller.signal })
  if (!reply.ok) {
    fresh.close()
    const cancelled = reply.code === 'cancelled'
    useEngine.setState({ work: cancelled ? { phase: 'idle' } : { phase: 'failed', message: reply.message, code: reply.code } })
    return reply
  }
  client?.close()
  client = fresh
  const { county, unsaved, ...rest } = done(reply.value)
  files = rest.files
  useEngine.setState(({ epoch }) => ({ county, unsaved, epoch: epoch + 1, work: { phase: 'idle' } }))
  return reply
}

/** Lets long work on the open county show itself like an opening: progress, cancel, failure. */
export const work = async <T>(title: string, run: (options: CallOptions) => Promise<Reply<T>>): Promise<Reply<T>> => {
  const controller = new AbortController()
  const since = performance.now()
  const busy = (progress: Progress | null): void =>
    useEngine.setState({ work: { phase: 'busy', title, since, progress, cancel: () => controller.abort() } })
  busy(null)
  const reply = await run({ progress: seldom(busy), signal: controller.signal })
  const lost = useEngine.getState().work.phase === 'failed'
  if (!lost) useEngine.setState({ work: { phase: 'idle' } })
  return reply
}

export const clearFailure = (): void => useEngine.setState({ work: { phase: 'idle' } })
/** Something was added that no workspace holds yet. */
export const markUnsaved = (): void => useEngine.setState({ unsaved: true })
export const markSaved = (): void => useEngine.setState({ unsaved: false })
