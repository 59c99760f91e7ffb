import { EngineError } from '../contract.ts'
import { byPath, sourceOf } from './file.ts'
import type { FromWorker, Host, Jobs, Reply, RequestName, Requests, ToWorker } from './protocol.ts'

/** The worker's end of a channel; a `MessagePort` or the worker scope itself. */
export interface Channel {
  post(message: FromWorker): void
  listen(receive: (message: ToWorker) => void): void
}

/** Any error as plain data. Only an `EngineError` carries words meant for the person. */
export const failure = (error: unknown): Reply<never> => {
  if (error instanceof EngineError) return { ok: false, code: error.code, message: error.message }
  const message = error instanceof Error ? error.message : String(error)
  if (/out of memory|Array buffer allocation failed|memory access out of bounds/i.test(message)) {
    return { ok: false, code: 'memory', message: '内存不足：请减少一次打开的数据，或在内存更大的电脑上运行' }
  }
  return { ok: false, code: 'internal', message }
}

/** Answers requests one after another; a cancel reaches the job at its next pause. */
export const serve = (channel: Channel, jobs: Jobs, openDatabase: Host['openDatabase']): void => {
  const running = new Map<number, AbortController>()
  let line: Promise<void> = Promise.resolve()

  const answer = async <Name extends RequestName>(name: Name, params: Requests[Name]['params'], host: Host) => {
    try {
      if (host.signal.aborted) throw new EngineError('cancelled', '已取消')
      return { ok: true as const, value: await jobs[name](params, host) }
    } catch (error) {
      return failure(error)
    }
  }

  channel.listen((message) => {
    if ('cancel' in message) {
      running.get(message.id)?.abort()
      return
    }
    const { id, request, params, files } = message
    const controller = new AbortController()
    running.set(id, controller)
    const host: Host = {
      openDatabase,
      files: files.map(sourceOf).sort(byPath),
      progress: (progress) => channel.post({ id, progress }),
      signal: controller.signal,
    }
    line = line.then(async () => {
      const reply = await answer(request, params, host)
      running.delete(id)
      channel.post({ id, reply })
    })
  })
}
