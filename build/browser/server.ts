import { randomUUID } from 'node:crypto'
import { createReadStream } from 'node:fs'
import { readdir, readFile, stat } from 'node:fs/promises'
import { createServer, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { extname, join } from 'node:path'
import { nodeFolder } from '../../main/cli/folder.ts'

const CSP = [
  "default-src 'none'",
  "script-src 'self' 'wasm-unsafe-eval'",
  "worker-src 'self'",
  "connect-src 'self'",
  "style-src 'self'",
  "img-src 'self' data: blob:",
  "font-src 'self'",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
].join('; ')

const HEADERS = {
  'Content-Security-Policy': CSP,
  'Cross-Origin-Opener-Policy': 'same-origin',
  'Cross-Origin-Embedder-Policy': 'require-corp',
  'Cross-Origin-Resource-Policy': 'same-origin',
  'X-Content-Type-Options': 'nosniff',
  'Referrer-Policy': 'no-referrer',
  'Cache-Control': 'no-store',
}

const TYPES: Readonly<Record<string, string>> = {
  '.js': 'text/javascript; charset=utf-8',
  '.wasm': 'application/wasm',
}

const PAGE =
  '<!doctype html><html lang="zh-CN"><meta charset="utf-8"><title>engine</title><link rel="icon" href="data:,"><script type="module" src="/page.js"></script></html>'

export interface Site {
  origin: string
  /** Serves a folder of extracts under a new address of the site. */
  mount(folder: string): string
  close(): Promise<void>
}

type Routes = Map<string, (response: ServerResponse) => Promise<void>>

const programRoutes = async (program: string): Promise<Routes> => {
  const routes: Routes = new Map()
  for (const name of await readdir(program, { recursive: true })) {
    const path = join(program, name)
    if (!(await stat(path)).isFile()) continue
    routes.set(`/${name.replaceAll('\\', '/')}`, async (response) => {
      response.writeHead(200, { ...HEADERS, 'Content-Type': TYPES[extname(name)] ?? 'application/octet-stream' })
      response.end(await readFile(path))
    })
  }
  routes.set('/', async (response) => {
    response.writeHead(200, { ...HEADERS, 'Content-Type': 'text/html; charset=utf-8' })
    response.end(PAGE)
  })
  return routes
}

const addFolder = async (routes: Routes, address: string, folder: string): Promise<void> => {
  const paths = (await nodeFolder(folder)).map((file) => file.path)
  for (const path of paths) {
    routes.set(`${address}/${path}`, async (response) => {
      response.writeHead(200, { ...HEADERS, 'Content-Type': 'application/octet-stream' })
      createReadStream(join(folder, path)).pipe(response)
    })
  }
  routes.set(`${address}/`, async (response) => {
    response.writeHead(200, { ...HEADERS, 'Content-Type': 'application/json' })
    response.end(JSON.stringify(paths))
  })
}

/** Serves a built page and folders of extracts to this machine alone, from a map of known addresses. */
export const openSite = async (program: string): Promise<Site> => {
  const routes = await programRoutes(program)
  const folders = new Map<string, string>()
  const server = createServer(async (request, response) => {
    const path = decodeURIComponent(new URL(request.url ?? '/', 'http://site').pathname)
    const folder = [...folders].find(([address]) => path === `${address}/`)
    if (folder) await addFolder(routes, ...folder)
    const route = request.method === 'GET' ? routes.get(path) : undefined
    if (route) await route(response)
    else response.writeHead(404, HEADERS).end()
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return {
    origin: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    mount: (folder) => {
      const address = `/files/${randomUUID()}`
      folders.set(address, folder)
      return address
    },
    close: () =>
      new Promise((resolve) => {
        server.closeAllConnections()
        server.close(() => resolve())
      }),
  }
}
