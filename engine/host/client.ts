import type { OnProgress } from '../contract.ts'
import type { FromWorker, OfferedFile, Reply, RequestName, Requests, ToWorker } from './protocol.ts'

export interface CallOptions {
  files?: readonly OfferedFile[]
  progress?: OnProgress
  signal?: AbortSignal
}

export interface EngineClient {
  /** Never rejects: a failure is a reply like any other. */
  call<Name extends RequestName>(
    name: Name,
    params: Requests[Name]['params'],
    options?: CallOptions,
  ): Promise<Reply<Requests[Name]['reply']>>
  /** Ends the worker and frees its memory; calls still open are answered `lost`. */
  close(): void
}

interface Open {
  progress: OnProgress | undefined
  settle(reply: Reply<Requests[RequestName]['reply']>): void
}

/** Speaks to one engine worker. The worker is disposable: memory it has claimed comes back only by `close`. */
export const openEngine = (worker: Worker): EngineClient => {
  const open = new Map<number, Open>()
  let next = 1
  let lost: string | null = null

  const lose = (reason: string) => {
    lost = reason
    for (const call of open.values()) call.settle({ ok: false, code: 'lost', message: reason })
    open.clear()
  }
  const send = (message: ToWorker) => worker.postMessage(message)

  worker.addEventListener('message', (event: MessageEvent<FromWorker>) => {
    const message = event.data
    const call = open.get(message.id)
    if (!call) return
    if ('progress' in message) {
      call.progress?.(message.progress)
      return
    }
    open.delete(message.id)
    call.settle(message.reply)
  })
  worker.addEventListener('error', (event) => lose(`计算进程已中断：${event.message || '无法启动'}`))

  return {
    call: (name, params, options = {}) => {
      type Answer = Reply<Requests[typeof name]['reply']>
      if (lost !== null) return Promise.resolve<Answer>({ ok: false, code: 'lost', message: lost })
      const id = next++
      return new Promise<Answer>((resolve) => {
        const cancel = () => send({ id, cancel: true })
        open.set(id, {
          progress: options.progress,
          settle: (reply) => {
            options.signal?.removeEventListener('abort', cancel)
            resolve(reply as Answer)
          },
        })
        send({ id, request: name, params, files: options.files ?? [] })
        if (options.signal?.aborted) cancel()
        else options.signal?.addEventListener('abort', cancel)
      })
    },
    close: () => {
      worker.terminate()
      lose('计算进程已关闭')
    },
  }
}
