import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { request } from 'node:http'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { MOST_BYTES } from '../contract.ts'
import { type Loopback, openLoopback } from './serve.ts'

let home: string
let shell: Loopback
let cookie: string

interface Answer {
  status: number
  headers: NodeJS.Dict<string | string[]>
  body: string
}

/** A request as any program on the machine could make it. */
const ask = (
  path: string,
  {
    method = 'GET',
    headers = {},
    body = '' as string | Buffer,
  }: { method?: string; headers?: Record<string, string>; body?: string | Buffer } = {},
): Promise<Answer> =>
  new Promise((resolve, reject) => {
    const { hostname, port } = new URL(shell.origin)
    const sent = request(
      { hostname, port, path, method, headers: { host: new URL(shell.origin).host, ...headers } },
      (answer) => {
        let text = ''
        answer.setEncoding('utf8').on('data', (part: string) => {
          text += part
        })
        answer.on('end', () => resolve({ status: answer.statusCode ?? 0, headers: answer.headers, body: text }))
      },
    )
    sent.on('error', reject)
    sent.end(body)
  })

const json = (extra: Record<string, string> = {}) => ({ origin: shell.origin, 'content-type': 'application/json', ...extra })
const call = (name: string, params: unknown, extra: Record<string, string> = {}): Promise<Answer> =>
  ask(`/api/${name}`, { method: 'POST', headers: json({ cookie, ...extra }), body: JSON.stringify(params) })

beforeAll(async () => {
  home = await mkdtemp(join(tmpdir(), 'jpf-loopback-'))
  await writeFile(join(home, 'index.html'), '<meta content="__NONCE__">')
  await writeFile(join(home, 'page.js'), 'void 0')
  shell = await openLoopback({
    program: home,
    county: home,
    data: join(home, 'data'),
    version: '1',
    sample: false,
    quit: () => undefined,
  })
})

afterAll(async () => {
  await shell.close()
  await rm(home, { recursive: true })
})

describe('who may speak to it', () => {
  const token = (): string => new URL(shell.address).hash.slice(1)
  const exchange = (given: unknown): Promise<Answer> =>
    ask('/api/session', { method: 'POST', headers: json(), body: JSON.stringify({ token: given }) })

  test('nobody without a session', async () => {
    expect((await ask('/api/info', { method: 'POST', headers: json(), body: '{}' })).status).toBe(401)
    expect((await ask('/sample/index.json')).status).toBe(401)
  })

  test('a wrong token is refused, the right one works once', async () => {
    for (const wrong of ['', 'x', `${token()}x`, token().slice(1), null, 7, {}]) expect((await exchange(wrong)).status).toBe(401)
    const right = await exchange(token())
    expect(right.status).toBe(200)
    const set = String(right.headers['set-cookie'])
    expect(set).toMatch(/^jpf-\d+=[\w-]{43}; HttpOnly; SameSite=Strict; Path=\/$/)
    cookie = set.split(';')[0] ?? ''
    expect((await exchange(token())).status).toBe(401)
  })

  test('with the cookie calls are answered', async () => {
    expect(JSON.parse((await call('info', {})).body)).toMatchObject({ ok: true, value: { shell: 'loopback', version: '1' } })
    expect((await ask('/sample/index.json', { headers: { cookie } })).status).toBe(200)
  })

  test('not under another name for the machine', async () => {
    for (const host of ['localhost', 'example.org', `127.0.0.1`, `evil.test:${new URL(shell.origin).port}`])
      expect((await ask('/', { headers: { host } })).status, host).toBe(421)
  })

  test('not from another origin', async () => {
    for (const origin of ['https://example.org', 'null', 'http://127.0.0.1', shell.origin.replace('127.0.0.1', 'localhost')])
      expect((await call('info', {}, { origin })).status, origin).toBe(403)
    expect((await ask('/', { headers: { 'sec-fetch-site': 'cross-site' } })).status).toBe(403)
    const without = await ask('/api/info', {
      method: 'POST',
      headers: { cookie, 'content-type': 'application/json' },
      body: '{}',
    })
    expect(without.status).toBe(403)
  })
})

describe('what it answers', () => {
  test('only the methods, paths and types it knows', async () => {
    for (const method of ['POST', 'PUT', 'DELETE', 'OPTIONS', 'PATCH'])
      expect((await ask('/', { method })).status, method).toBe(405)
    expect((await ask('/api/info', { headers: { cookie } })).status).toBe(405)
    expect((await call('nothing', {})).status).toBe(404)
    expect((await call('constructor', {})).status).toBe(404)
    expect((await call('info', {}, { 'content-type': 'text/plain' })).status).toBe(415)
    for (const path of [
      '/../package.json',
      '/%2e%2e/%2e%2e/etc/passwd',
      '/..%2f..%2fetc/passwd',
      '/data/audit.jsonl',
      '/nothing',
      '/api',
      '/%',
    ])
      expect([400, 404], path).toContain((await ask(path)).status)
  })

  test('no body larger than it may be, and none that is no JSON', async () => {
    expect((await call('auditAppend', { action: 'x'.repeat(20_000) })).status).toBe(413)
    const big = await ask('/api/vaultAppend', {
      method: 'POST',
      headers: { cookie, origin: shell.origin, 'content-type': 'application/octet-stream', 'x-vault-id': '' },
      body: Buffer.alloc(MOST_BYTES + 1),
    }).catch(() => ({ status: 413 }))
    expect(big.status).toBe(413)
    expect((await ask('/api/info', { method: 'POST', headers: json({ cookie }), body: '{' })).status).toBe(400)
  })

  test('calls whose parameters do not fit the schema are refused in words', async () => {
    const wrong: [string, unknown][] = [
      ['vaultBegin', { name: '../x' }],
      ['vaultBegin', { name: 'a/b' }],
      ['vaultBegin', { name: '.hidden' }],
      ['vaultBegin', { name: 'CON' }],
      ['vaultBegin', { name: 'x'.repeat(61) }],
      ['vaultRead', { name: 'x', offset: -1, length: 1 }],
      ['vaultRead', { name: 'x', offset: 0, length: MOST_BYTES + 1 }],
      ['auditAppend', { action: 'reveal', subject: '张三', reason: 'visit', count: 1 }],
      ['info', { more: 1 }],
    ]
    for (const [name, params] of wrong)
      expect(JSON.parse((await call(name, params)).body), name).toMatchObject({ ok: false, code: 'usage' })
  })

  test('always with every header that keeps the page in', async () => {
    const answers = [await ask('/'), await ask('/page.js'), await ask('/nothing'), await call('info', {}), await ask('/api/info')]
    for (const { headers } of answers) {
      const policy = String(headers['content-security-policy'])
      expect(policy).toContain("default-src 'none'")
      expect(policy).toContain("frame-ancestors 'none'")
      expect(policy).not.toMatch(/unsafe-inline|'unsafe-eval'|https?:|\*/)
      expect(headers).toMatchObject({
        'cross-origin-opener-policy': 'same-origin',
        'cross-origin-embedder-policy': 'require-corp',
        'cross-origin-resource-policy': 'same-origin',
        'x-content-type-options': 'nosniff',
        'referrer-policy': 'no-referrer',
        'cache-control': 'no-store',
      })
      expect(headers['access-control-allow-origin']).toBeUndefined()
    }
  })

  test('the page has the nonce of its policy, another each time', async () => {
    const pages = [await ask('/'), await ask('/index.html')]
    const nonces = pages.map(({ body }) => /content="([^"]+)"/.exec(body)?.[1] ?? '')
    pages.forEach(({ headers }, index) => {
      expect(String(headers['content-security-policy'])).toContain(`'nonce-${nonces[index]}'`)
    })
    expect(new Set(nonces).size).toBe(2)
  })
})
