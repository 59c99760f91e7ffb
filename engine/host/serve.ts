import { EngineError, type Failure } from '../contract.ts'
import { byPath, sourceOf } from './file.ts'
import type { AllRequests, AnyRequest, FromWorker, Host, Jobs, ToWorker } from './protocol.ts'
import type { Desk } from './session.ts'

/** The worker's end of a channel; a `MessagePort` or the worker scope itself. */
export interface Channel {
  post(message: FromWorker, transfer?: ArrayBuffer[]): void
  listen(receive: (message: ToWorker) => void): void
}

/** Any error as plain data. Only an `EngineError` carries words meant for the person. */
export const failure = (error: unknown): Failure => {
  if (error instanceof EngineError) return { ok: false, code: error.code, message: error.message }
  const message = error instanceof Error ? error.message : String(error)
  if (/out of memory|Array buffer allocation failed|memory access out of bounds/i.test(message)) {
    return { ok: false, code: 'memory', message: '内存不足：请减少一次打开的数据，或在内存更大的电脑上运行' }
  }
  return { ok: false, code: 'internal', message }
}

interface Running {
  controller: AbortController
  /** Ends the wait for the caller to take a piece. */
  taken: () => void
}

/** Sends pieces one at a time, so that a slow caller is not flooded; a cancel ends the wait. */
const sender =
  (channel: Channel, id: number, running: Running): Host['send'] =>
  async (piece) => {
    const { signal } = running.controller
    const whole = piece.byteLength === piece.buffer.byteLength ? piece : piece.slice()
    await new Promise<void>((resolve) => {
      running.taken = resolve
      if (signal.aborted) resolve()
      else {
        signal.addEventListener('abort', () => resolve(), { once: true })
        channel.post({ id, piece: whole }, [whole.buffer as ArrayBuffer])
      }
    })
    if (signal.aborted) throw new EngineError('cancelled', '已取消')
  }

/** Answers requests one after another; a cancel reaches the job at its next pause. */
export const serve = (channel: Channel, jobs: Jobs, openDatabase: Host['openDatabase']): void => {
  const open = new Map<number, Running>()
  const desk: Desk = { session: null }
  let line: Promise<void> = Promise.resolve()

  const answer = async <Name extends AnyRequest>(name: Name, params: AllRequests[Name]['params'], host: Host) => {
    try {
      if (host.signal.aborted) throw new EngineError('cancelled', '已取消')
      return { ok: true as const, value: await jobs[name](params, host) }
    } catch (error) {
      return failure(error)
    }
  }

  channel.listen((message) => {
    const { id } = message
    if ('cancel' in message) {
      open.get(id)?.controller.abort()
      return
    }
    if ('taken' in message) {
      open.get(id)?.taken()
      return
    }
    const { request, params, files } = message
    const running: Running = { controller: new AbortController(), taken: () => undefined }
    open.set(id, running)
    const host: Host = {
      openDatabase,
      files: files.map(sourceOf).sort(byPath),
      progress: (progress) => channel.post({ id, progress }),
      signal: running.controller.signal,
      desk,
      send: sender(channel, id, running),
    }
    line = line.then(async () => {
      const reply = await answer(request, params, host)
      open.delete(id)
      channel.post({ id, reply })
    })
  })
}
