import type { Progress, Reply, SourceFile } from '../../engine/contract.ts'
import { jobs } from '../../engine/host/jobs.ts'
import { openNodeDatabase } from '../../engine/host/node.ts'
import type { AllRequests, AnyRequest, Host } from '../../engine/host/protocol.ts'
import { failure } from '../../engine/host/serve.ts'
import { nodeFolder } from '../../main/cli/folder.ts'
import { built } from '../launch.mjs'
import { openChromium } from './chromium.ts'
import { openSite } from './server.ts'

export interface CallOptions {
  /** Folder of extracts to hand over. */
  folder?: string
  /** Cancels when this many progress messages have come. */
  cancelAt?: number
}

export interface Outcome<Name extends AnyRequest> {
  reply: Reply<AllRequests[Name]['reply']>
  progress: Progress[]
}

/** The engine in this process keeps what it has opened, takes files from memory and gives back what it writes. */
export interface NodeHost extends EngineHost {
  call<Name extends AnyRequest>(
    name: Name,
    params: AllRequests[Name]['params'],
    options?: CallOptions & { files?: readonly SourceFile[] },
  ): Promise<Outcome<Name> & { pieces: Uint8Array[] }>
  desk: Host['desk']
}

/** The engine in one of its hosts, as tests and benchmarks drive it. */
export interface EngineHost {
  call<Name extends AnyRequest>(name: Name, params: AllRequests[Name]['params'], options?: CallOptions): Promise<Outcome<Name>>
  close(): Promise<void>
}

export interface BrowserHost extends EngineHost {
  origin: string
  /** Every address the page and its worker asked for. */
  requests: string[]
  /** What the browser tried to reach outside its own site. */
  outside: string[]
  /** Content-security violations and errors the page reported. */
  complaints: string[]
  /** Throws the worker away with the memory it claimed. */
  restart(): Promise<void>
}

/** The engine in this process. */
export const openNodeEngine = (): NodeHost => {
  const desk: Host['desk'] = { session: null }
  return {
    desk,
    call: async (name, params, { folder, files, cancelAt } = {}) => {
      const progress: Progress[] = []
      const pieces: Uint8Array[] = []
      const controller = new AbortController()
      const host: Host = {
        openDatabase: openNodeDatabase,
        files: files ?? (folder === undefined ? [] : await nodeFolder(folder)),
        signal: controller.signal,
        progress: (step) => {
          progress.push(step)
          if (progress.length === cancelAt) controller.abort()
        },
        desk,
        send: async (piece) => void pieces.push(piece.slice()),
      }
      try {
        return { reply: { ok: true, value: await jobs[name](params, host) }, progress, pieces }
      } catch (error) {
        return { reply: failure(error), progress, pieces }
      }
    },
    close: async () => desk.session?.db.close(),
  }
}

/** The engine in the worker of a page of an installed Chromium, Chrome or Edge. */
export const openBrowserEngine = async (): Promise<BrowserHost> => {
  const site = await openSite(await built('browser'))
  const browser = await openChromium(site.origin)
  const { page } = browser
  await page.goto(`${site.origin}/`)
  await page.waitForFunction(() => 'driver' in globalThis)
  return {
    origin: site.origin,
    requests: browser.requests,
    outside: browser.outside,
    complaints: browser.complaints,
    call: async (name, params, { folder, cancelAt } = {}) => {
      const address = folder === undefined ? null : site.mount(folder)
      const asked: Parameters<typeof globalThis.driver.call> = [name, params, { folder: address, cancelAt: cancelAt ?? null }]
      const answer = await page.evaluate((values) => globalThis.driver.call(...values), asked)
      return answer as Outcome<typeof name>
    },
    restart: () => page.evaluate(() => globalThis.driver.restart()),
    close: async () => {
      await browser.close()
      await site.close()
    },
  }
}
