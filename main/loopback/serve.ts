import { createReadStream } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { type Calls, isCall, openCalls } from '../calls.ts'
import { MOST_BYTES, MOST_TEMPLATES, type ShellCall } from '../contract.ts'
import { newNonce, securityHeaders } from '../headers.ts'
import { openSite, SAMPLE, type Site, type SiteFile, withNonce } from '../site.ts'
import { bodyOf } from './body.ts'
import { Sessions } from './session.ts'

export interface LoopbackOptions {
  /** Folder of the built app. */
  program: string
  /** Folder of the sample county. */
  county: string
  /** Folder of the shell's own data. */
  data: string
  version: string
  /** Whether the sample county is opened at once. */
  sample: boolean
  quit(): void
}

export interface Loopback {
  origin: string
  /** Where the page is, with the token that works once. */
  address: string
  close(): Promise<void>
}

const MOST_JSON = 16_384
/** Escaped in JSON once more, every character of a template may take several bytes. */
const MOST: Readonly<Partial<Record<string, number>>> = { vaultAppend: MOST_BYTES, templatesWrite: 6 * MOST_TEMPLATES }

class Server {
  origin = ''
  constructor(
    private readonly site: Site,
    private readonly calls: Calls,
    readonly sessions: Sessions,
  ) {}

  async answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const nonce = newNonce()
    for (const [name, value] of Object.entries(securityHeaders(nonce))) response.setHeader(name, value)
    const { headers, method = '', url = '/' } = request
    if (headers.host !== new URL(this.origin).host) return refuse(response, 421)
    if (headers['sec-fetch-site'] && !['same-origin', 'none'].includes(String(headers['sec-fetch-site'])))
      return refuse(response, 403)
    if (headers.origin !== undefined && headers.origin !== this.origin) return refuse(response, 403)
    const path = url.split(/[?#]/)[0] ?? '/'
    if (path.startsWith('/api/')) return this.api(path.slice(5), method, request, response)
    if (method !== 'GET' && method !== 'HEAD') return refuse(response, 405)
    return this.file(decoded(path), nonce, request, response)
  }

  private async file(path: string | null, nonce: string, request: IncomingMessage, response: ServerResponse): Promise<void> {
    if (path === null) return refuse(response, 400)
    if (path.startsWith(SAMPLE) && !this.sessions.knows(request)) return refuse(response, 401)
    if (path === `${SAMPLE}index.json`)
      return send(response, 'application/json; charset=utf-8', Buffer.from(this.site.sampleIndex))
    const file = this.site.files.get(path === '/' ? '/index.html' : path)
    if (!file) return refuse(response, 404)
    if (path === '/' || path === '/index.html') {
      return send(response, file.type, Buffer.from(withNonce(await readFile(file.path, 'utf8'), nonce)))
    }
    stream(request, response, file)
  }

  private async api(name: string, method: string, request: IncomingMessage, response: ServerResponse): Promise<void> {
    if (method !== 'POST') return refuse(response, 405)
    if (request.headers.origin !== this.origin) return refuse(response, 403)
    const binary = name === 'vaultAppend'
    const type = binary ? 'application/octet-stream' : 'application/json'
    if ((request.headers['content-type'] ?? '').split(';')[0] !== type) return refuse(response, 415)
    if (name !== 'session' && !this.sessions.knows(request)) return refuse(response, 401)
    if (name !== 'session' && !isCall(name)) return refuse(response, 404)
    const body = await bodyOf(request, MOST[name] ?? MOST_JSON)
    if (body === null) return refuse(response, 413)
    const params = binary ? { id: request.headers['x-vault-id'], bytes: new Uint8Array(body) } : parsed(body.toString('utf8'))
    if (params === undefined) return refuse(response, 400)
    if (name === 'session') return this.begin(params, response)
    return this.call(name as ShellCall, params, response)
  }

  private begin(params: unknown, response: ServerResponse): void {
    const cookie = this.sessions.exchange((params as { token?: unknown } | null)?.token)
    if (cookie === null) {
      refuse(response, 401)
      return
    }
    response.setHeader('Set-Cookie', cookie)
    send(response, 'application/json; charset=utf-8', Buffer.from('{"ok":true}'))
  }

  private async call(name: ShellCall, params: unknown, response: ServerResponse): Promise<void> {
    const reply = await this.calls.answer(name, params)
    if (reply.ok && reply.value instanceof Uint8Array) return send(response, 'application/octet-stream', Buffer.from(reply.value))
    send(response, 'application/json; charset=utf-8', Buffer.from(JSON.stringify(reply)))
  }
}

const refuse = (response: ServerResponse, status: number): void => {
  response.writeHead(status, { 'Content-Length': '0', Connection: 'close' }).end()
}

const send = (response: ServerResponse, type: string, body: Buffer): void => {
  response.writeHead(200, { 'Content-Type': type, 'Content-Length': String(body.byteLength) }).end(body)
}

const stream = (request: IncomingMessage, response: ServerResponse, { path, type, size }: SiteFile): void => {
  response.writeHead(200, { 'Content-Type': type, 'Content-Length': String(size) })
  if (request.method === 'HEAD') response.end()
  else
    createReadStream(path)
      .on('error', () => response.destroy())
      .pipe(response)
}

const decoded = (path: string): string | null => {
  try {
    return decodeURIComponent(path)
  } catch {
    return null
  }
}

const parsed = (text: string): unknown => {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

/** The shell for machines without Electron: this machine alone, one port, one page, a token that works once. */
export const openLoopback = async ({ program, county, quit, ...setup }: LoopbackOptions): Promise<Loopback> => {
  const calls = await openCalls({ shell: 'loopback', quit, ...setup })
  const site = await openSite(program, county)
  let inner: Server | null = null
  const server = createServer({ requestTimeout: 60_000, headersTimeout: 10_000, maxHeaderSize: 16_384 }, (request, response) => {
    inner?.answer(request, response).catch(() => {
      if (!response.headersSent) refuse(response, 500)
      else response.destroy()
    })
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  inner = new Server(site, calls, new Sessions(`jpf-${port}`))
  inner.origin = `http://127.0.0.1:${port}`
  return {
    origin: inner.origin,
    address: `${inner.origin}/#${inner.sessions.token}`,
    close: async () => {
      await calls.close()
      server.closeAllConnections()
      await new Promise<void>((resolve) => server.close(() => resolve()))
    },
  }
}
