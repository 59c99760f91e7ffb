import type { PrintDocument, Reply } from '../contract.ts'

export interface PrinterClient {
  /** Sets a document as PDF. Never rejects. */
  print(document: PrintDocument): Promise<Reply<Uint8Array>>
}

/** Speaks to one printing worker, which stays for the next document. */
export const openPrinter = (worker: Worker): PrinterClient => {
  const open = new Map<number, (reply: Reply<Uint8Array>) => void>()
  let next = 1
  worker.addEventListener('message', ({ data }: MessageEvent<{ id: number; reply: Reply<Uint8Array> }>) => {
    open.get(data.id)?.(data.reply)
    open.delete(data.id)
  })
  worker.addEventListener('error', (event) => {
    for (const settle of open.values())
      settle({ ok: false, code: 'lost', message: `排版进程已中断：${event.message || '无法启动'}` })
    open.clear()
  })
  return {
    print: (document) =>
      new Promise((resolve) => {
        const id = next++
        open.set(id, resolve)
        worker.postMessage({ id, document })
      }),
  }
}
