import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Page } from 'playwright-core'
import { openLoopback } from '../../../main/loopback/serve.ts'
import { openChromium } from '../../browser/chromium.ts'
import { built, ROOT } from '../../launch.mjs'
import { openElectron } from './electron.ts'

/** A window of the app with its shell behind it. */
export interface AppWindow {
  page: Page
  /** What the page tried to reach outside the app. */
  outside: string[]
  /** Errors, warnings and content-security violations of the page. */
  complaints: string[]
  /** Closes the window and the shell; their folders stay until `forget`. */
  close(): Promise<void>
}

export interface App extends AppWindow {
  /** Where the shell keeps workspaces and its log. */
  data: string
  /** Where the browser keeps what it likes. */
  profile: string
  forget(): Promise<void>
}

interface AppOptions {
  sample?: boolean
  viewport?: { width: number; height: number }
  /** Most memory a WebAssembly module may have, in MiB; in a browser only. */
  wasmMemory?: number
}

const DESK = { width: 1366, height: 768 }

const openBrowser = async (
  data: string,
  profile: string,
  { sample, viewport, wasmMemory }: Required<Omit<AppOptions, 'wasmMemory'>> & { wasmMemory: number | undefined },
): Promise<AppWindow> => {
  const shell = await openLoopback({
    program: await built('app'),
    county: join(ROOT, 'sample-data/county'),
    data,
    version: 'test',
    sample,
    quit: () => undefined,
  })
  const browser = await openChromium(shell.origin, { profile, viewport, ...(wasmMemory ? { wasmMemory } : {}) })
  await browser.page.goto(shell.address)
  return {
    ...browser,
    close: async () => {
      await browser.close()
      await shell.close()
    },
  }
}

/** The app as a person has it, in a browser by the loopback shell, or in Electron where `JPF_ELECTRON` names its program. */
export const openApp = async ({ sample = false, viewport = DESK, wasmMemory }: AppOptions = {}): Promise<App> => {
  const home = await mkdtemp(join(tmpdir(), 'jpf-app-'))
  const program = process.env.JPF_ELECTRON
  const [data, profile] = program ? [home, home] : [join(home, 'data'), join(home, 'profile')]
  const window = program
    ? await openElectron(program, data, sample)
    : await openBrowser(data, profile, { sample, viewport, wasmMemory })
  if (program) await window.page.setViewportSize(viewport)
  return { ...window, data, profile, forget: () => rm(home, { recursive: true, force: true }) }
}
