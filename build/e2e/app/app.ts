import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Page } from 'playwright-core'
import { openLoopback } from '../../../main/loopback/serve.ts'
import { openChromium } from '../../browser/chromium.ts'
import { built, ROOT } from '../../launch.mjs'

export interface App {
  page: Page
  origin: string
  /** Where the shell keeps workspaces and its log. */
  data: string
  /** Where the browser keeps what it likes. */
  profile: string
  /** What the browser tried to reach outside the app. */
  outside: string[]
  /** Errors, warnings and content-security violations of the page. */
  complaints: string[]
  /** Closes the window and the shell; their folders stay until `forget`. */
  close(): Promise<void>
  forget(): Promise<void>
}

const DESK = { width: 1366, height: 768 }

/** The app as a person has it: loopback shell, own profile, window of a given size. */
export const openApp = async ({ sample = false, viewport = DESK } = {}): Promise<App> => {
  const home = await mkdtemp(join(tmpdir(), 'jpf-app-'))
  const [data, profile] = [join(home, 'data'), join(home, 'profile')]
  const shell = await openLoopback({
    program: await built('app'),
    county: join(ROOT, 'sample-data/county'),
    data,
    version: 'test',
    sample,
    quit: () => undefined,
  })
  const browser = await openChromium(shell.origin, { profile, viewport })
  await browser.page.goto(shell.address)
  return {
    page: browser.page,
    origin: shell.origin,
    data,
    profile,
    outside: browser.outside,
    complaints: browser.complaints,
    close: async () => {
      await browser.close()
      await shell.close()
    },
    forget: () => rm(home, { recursive: true, force: true }),
  }
}
