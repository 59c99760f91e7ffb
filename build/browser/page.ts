import type { OfferedFile, Progress, Reply } from '../../engine/contract.ts'
import { type EngineClient, openEngine } from '../../engine/host/client.ts'
import type { AllRequests, AnyRequest } from '../../engine/host/protocol.ts'

/** What the harness calls inside the page. */
export interface Driver {
  call(name: AnyRequest, params: AllRequests[AnyRequest]['params'], input: Input): Promise<Answer>
  restart(): void
}

export interface Input {
  /** Address of the served folder whose files are handed over. */
  folder: string | null
  /** Cancels when this many progress messages have come. */
  cancelAt: number | null
}

export interface Answer {
  reply: Reply<AllRequests[AnyRequest]['reply']>
  progress: Progress[]
}

declare global {
  var driver: Driver
}

const open = (): EngineClient =>
  openEngine(new Worker(new URL('../../engine/host/worker.ts', import.meta.url), { type: 'module' }))

let engine = open()

/** Files of a served folder, as if a person had opened it. */
const offered = async (folder: string): Promise<OfferedFile[]> => {
  const paths = (await (await fetch(`${folder}/`)).json()) as string[]
  return Promise.all(
    paths.map(async (path) => {
      const answer = await fetch(`${folder}/${path.split('/').map(encodeURIComponent).join('/')}`)
      return { path, file: new File([await answer.blob()], path.split('/').at(-1) ?? path) }
    }),
  )
}

globalThis.driver = {
  call: async (name, params, { folder, cancelAt }) => {
    const files = folder === null ? [] : await offered(folder)
    const progress: Progress[] = []
    const controller = new AbortController()
    const reply = await engine.call(name, params, {
      files,
      signal: controller.signal,
      progress: (step) => {
        progress.push(step)
        if (progress.length === cancelAt) controller.abort()
      },
    })
    return { reply, progress }
  },
  restart: () => {
    engine.close()
    engine = open()
  },
}
