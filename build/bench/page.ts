import type { Replay } from './replay.ts'
import type { Told } from './worker.ts'

declare global {
  /** Replays the recording served at an address in a fresh worker. */
  var replayed: (recording: string) => Promise<Replay>
  /** Given by the harness. */
  var report: (phase: string) => void
}

globalThis.replayed = async (recording) => {
  // The server lists a folder before it serves its files.
  await fetch(`${recording}/`)
  const worker = new Worker(new URL('./worker.ts', import.meta.url), { type: 'module' })
  return new Promise((resolve, reject) => {
    worker.addEventListener('message', ({ data }: MessageEvent<Told>) => {
      if ('phase' in data) return globalThis.report(data.phase)
      worker.terminate()
      resolve(data.replay)
    })
    worker.addEventListener('error', ({ message }) => reject(new Error(message)))
    worker.postMessage(recording)
  })
}
