import { create } from 'zustand'
import type {
  Alarm,
  County,
  Failure,
  FailureCode,
  OfferedFile,
  Progress,
  Reply,
  RequestName,
  Requests,
  Review,
  TemplateText,
} from '../../engine/contract.ts'
import { type CallOptions, type EngineClient, openEngine } from '../../engine/host/client.ts'

export type Work =
  | { phase: 'idle' }
  | { phase: 'busy'; title: string; since: number; progress: Progress | null; cancel(): void }
  /** A county is ready and waits for a person to say whether it takes the place of the one that is open. */
  | { phase: 'review'; review: Review; decide(go: boolean): void }
  | { phase: 'failed'; message: string; code: FailureCode }

/** What a county was made of, so that it can be made again. */
export interface Batch {
  /** Code of the region. */
  pack: string
  files: readonly OfferedFile[]
  asOf: string
  identity: Uint8Array | null
  templates: TemplateText[]
}

interface EngineStore {
  /** What long work is going on, or how the last one failed. */
  work: Work
  county: County | null
  /** Results that no workspace holds yet. */
  unsaved: boolean
  /** Counts the counties opened, so that screens ask again. */
  epoch: number
  /** What looks wrong about the county that is open. */
  alarms: readonly Alarm[]
  /** The counties before this one that can be gone back to, newest last. */
  former: readonly Batch[]
}

export const useEngine = create<EngineStore>(() => ({
  work: { phase: 'idle' },
  county: null,
  unsaved: false,
  epoch: 0,
  alarms: [],
  former: [],
}))

export const newWorker = (): Worker => new Worker(new URL('../../engine/host/worker.ts', import.meta.url), { type: 'module' })

let client: EngineClient | null = null
/** What the county that is open was made of, for a further delivery onto it; null for a workspace. */
let batch: Batch | null = null
/** Ends the wait for a person's word. */
let waiting: ((go: boolean) => void) | null = null

export const openBatch = (): Batch | null => batch

/** A worker that is lost or out of memory takes its county with it; the next opening starts another. */
const dropLost = (code: FailureCode, message: string): void => {
  client?.close()
  client = null
  waiting?.(false)
  useEngine.setState({ county: null, alarms: [], former: [], unsaved: false, work: { phase: 'failed', code, message } })
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

/** Whether something long goes on or waits for a person. */
export const isBusy = ({ work }: Pick<EngineStore, 'work'> = useEngine.getState()): boolean =>
  work.phase === 'busy' || work.phase === 'review'

interface Task<T> {
  title: string
  run(engine: EngineClient, options: CallOptions): Promise<Reply<T>>
  /** What would change; null where nobody need be asked. */
  review?(engine: EngineClient, value: T): Promise<Reply<Review | null>>
  /** The county that came of it and what it was made of. */
  done(value: T): { county: County; batch: Batch | null; unsaved: boolean; alarms: readonly Alarm[]; former: readonly Batch[] }
}

/** Shows a review and waits for a person's word. */
const decided = async (review: Review): Promise<boolean> => {
  const go = await new Promise<boolean>((resolve) => {
    waiting = resolve
    useEngine.setState({ work: { phase: 'review', review, decide: resolve } })
  })
  waiting = null
  return go
}

const CANCELLED = { ok: false, code: 'cancelled', message: '' } as const

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
export const openCounty = async <T>({ title, run, review, done }: Task<T>): Promise<Reply<T>> => {
  if (isBusy()) return { ok: false, code: 'usage', message: '正在打开数据' }
  const controller = new AbortController()
  const fresh: EngineClient = openEngine(newWorker(), (reason) => {
    if (client === fresh) dropLost('lost', reason)
  })
  const since = performance.now()
  const busy = (progress: Progress | null): void =>
    useEngine.setState({ work: { phase: 'busy', title, since, progress, cancel: () => controller.abort() } })
  busy(null)
  const reply = await run(fresh, { progress: seldom(busy), signal: controller.signal })
  if (!reply.ok) return givenUp(fresh, reply)
  const asked = await review?.(fresh, reply.value)
  if (asked && !asked.ok) return givenUp(fresh, asked)
  if (asked?.value && !(await decided(asked.value))) return givenUp(fresh, CANCELLED)
  client?.close()
  client = fresh
  const { batch: made, ...rest } = done(reply.value)
  batch = made
  useEngine.setState(({ epoch }) => ({ ...rest, epoch: epoch + 1, work: { phase: 'idle' } }))
  return reply
}

const givenUp = (fresh: EngineClient, failure: Failure): Failure => {
  fresh.close()
  fail(failure)
  return failure
}

/** Tells of work that failed; work that was cancelled just ends. */
export const fail = ({ code, message }: Failure): void => {
  if (code !== 'cancelled') useEngine.setState({ work: { phase: 'failed', message, code } })
  else if (useEngine.getState().work.phase !== 'failed') useEngine.setState({ work: { phase: 'idle' } })
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
