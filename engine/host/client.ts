import type { OfferedFile, OnProgress, Reply } from '../contract.ts'
import type { AllRequests, AnyRequest, FromWorker, ToWorker } from './protocol.ts'

export interface CallOptions {
  files?: readonly OfferedFile[]
  progress?: OnProgress
  signal?: AbortSignal
  /** Takes the pieces of a file one after another; the next is sent when it resolves, the call is cancelled when it rejects. */
  onPiece?: (piece: Uint8Array) => Promise<void>
}

export interface EngineClient {
  /** Never rejects: a failure is a reply like any other. */
  call<Name extends AnyRequest>(
    name: Name,
    params: AllRequests[Name]['params'],
    options?: CallOptions,
  ): Promise<Reply<AllRequests[Name]['reply']>>
  /** Ends the worker and frees its memory; calls still open are answered `lost`. */
  close(): void
}

interface Open {
  progress: OnProgress | undefined
  onPiece: CallOptions['onPiece']
  settle(reply: Reply<AllRequests[AnyRequest]['reply']>): void
}

/**
 * Speaks to one engine worker. The worker is disposable: memory it has claimed comes back only by `close`. `onLost` hears
 * of a worker that died, not of one that was closed.
 */
export const openEngine = (worker: Worker, onLost: (reason: string) => void = () => undefined): EngineClient => {
  const open = new Map<number, Open>()
  let next = 1
  let lost: string | null = null

  const lose = (reason: string) => {
    lost = reason
    for (const call of open.values()) call.settle({ ok: false, code: 'lost', message: reason })
    open.clear()
  }
  const send = (message: ToWorker) => worker.postMessage(message)

  const take = async (call: Open, id: number, piece: Uint8Array): Promise<void> => {
    try {
      await call.onPiece?.(piece)
      send({ id, taken: true })
    } catch {
      send({ id, cancel: true })
    }
  }

  worker.addEventListener('message', (event: MessageEvent<FromWorker>) => {
    const message = event.data
    const call = open.get(message.id)
    if (!call) return
    if ('progress' in message) {
      call.progress?.(message.progress)
      return
    }
    if ('piece' in message) {
      void take(call, message.id, message.piece)
      return
    }
    open.delete(message.id)
    call.settle(message.reply)
  })
  worker.addEventListener('error', (event) => {
    const reason = `计算进程已中断：${event.message || '无法启动'}。请重新打开数据或工作区`
    lose(reason)
    onLost(reason)
  })

  return {
    call: (name, params, options = {}) => {
      type Answer = Reply<AllRequests[typeof name]['reply']>
      if (lost !== null) return Promise.resolve<Answer>({ ok: false, code: 'lost', message: lost })
      const id = next++
      return new Promise<Answer>((resolve) => {
        const cancel = () => send({ id, cancel: true })
        open.set(id, {
          progress: options.progress,
          onPiece: options.onPiece,
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
