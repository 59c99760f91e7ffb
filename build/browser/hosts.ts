import type { Progress } from '../../engine/contract.ts'
import { jobs } from '../../engine/host/jobs.ts'
import { openNodeDatabase } from '../../engine/host/node.ts'
import type { Reply, RequestName, Requests } from '../../engine/host/protocol.ts'
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

export interface Outcome<Name extends RequestName> {
  reply: Reply<Requests[Name]['reply']>
  progress: Progress[]
}

/** The engine in one of its hosts, as tests and benchmarks drive it. */
export interface EngineHost {
  call<Name extends RequestName>(name: Name, params: Requests[Name]['params'], options?: CallOptions): Promise<Outcome<Name>>
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
export const openNodeEngine = (): EngineHost => ({
  call: async (name, params, { folder, cancelAt } = {}) => {
    const progress: Progress[] = []
    const controller = new AbortController()
    const host = {
      openDatabase: openNodeDatabase,
      files: folder === undefined ? [] : await nodeFolder(folder),
      signal: controller.signal,
      progress: (step: Progress) => {
        progress.push(step)
        if (progress.length === cancelAt) controller.abort()
      },
    }
    try {
      return { reply: { ok: true, value: await jobs[name](params, host) }, progress }
    } catch (error) {
      return { reply: failure(error), progress }
    }
  },
  close: async () => undefined,
})

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
      const answer = await page.evaluate(([request, values, input]) => globalThis.driver.call(request, values, input), [
        name,
        params,
        { folder: address, cancelAt: cancelAt ?? null },
      ] as const)
      return answer as Outcome<typeof name>
    },
    restart: () => page.evaluate(() => globalThis.driver.restart()),
    close: async () => {
      await browser.close()
      await site.close()
    },
  }
}
