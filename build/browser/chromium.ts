import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { chromium, type Page } from 'playwright-core'
import { findChromium, MISSING } from '../chromium.mjs'

export interface Chromium {
  page: Page
  requests: string[]
  outside: string[]
  complaints: string[]
  close(): Promise<void>
}

/** The browser's own errands (updates, accounts), which no switch turns off; the trap stops them as well. */
const ERRANDS = /(^|[./])(google|googleapis|gvt1|gstatic|microsoft|msn|bing|live)\.(com|cn)([:/]|$)/

/** A proxy that lets nothing through and remembers what was asked of it. */
const openTrap = async () => {
  const caught: string[] = []
  const remember = (address = '') => {
    if (!ERRANDS.test(address)) caught.push(address)
  }
  const server = createServer((request, response) => {
    remember(request.url)
    response.writeHead(403).end()
  })
  server.on('connect', (request, socket) => {
    remember(request.url)
    socket.end('HTTP/1.1 403 Forbidden\r\n\r\n')
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return {
    caught,
    address: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    close: () => {
      server.closeAllConnections()
      server.close()
    },
  }
}

const QUIET = [
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-domain-reliability',
  '--disable-sync',
  '--disable-quic',
  '--no-first-run',
  '--no-default-browser-check',
  '--no-pings',
]

export interface ChromiumOptions {
  /** Folder the browser keeps its profile in, as a person's own browser does; forgotten with the browser otherwise. */
  profile?: string
  viewport?: { width: number; height: number }
  /** Most memory a WebAssembly module may have, in MiB. */
  wasmMemory?: number
}

/** Starts the installed browser with one page; whatever does not go to `origin` ends in a trap. */
export const openChromium = async (
  origin: string,
  { profile = '', viewport, wasmMemory }: ChromiumOptions = {},
): Promise<Chromium> => {
  const executablePath = findChromium()
  if (executablePath === null) throw new Error(MISSING)
  const trap = await openTrap()
  const context = await chromium.launchPersistentContext(profile, {
    executablePath,
    ...(viewport ? { viewport } : {}),
    locale: 'zh-CN',
    args: [
      ...QUIET,
      ...(process.getuid?.() === 0 ? ['--no-sandbox'] : []),
      ...(wasmMemory ? [`--js-flags=--wasm-max-mem-pages=${wasmMemory * 16}`] : []),
      `--proxy-server=${trap.address}`,
      `--proxy-bypass-list=<-loopback>;${new URL(origin).host}`,
    ],
  })
  const requests: string[] = []
  const complaints: string[] = []
  const page = context.pages()[0] ?? (await context.newPage())
  page.on('request', (request) => requests.push(request.url()))
  page.on('pageerror', (error) => complaints.push(error.message))
  page.on('console', (message) => {
    if (message.type() === 'error' || message.type() === 'warning') complaints.push(message.text())
  })
  return {
    page,
    requests,
    outside: trap.caught,
    complaints,
    close: async () => {
      await context.close()
      trap.close()
    },
  }
}
