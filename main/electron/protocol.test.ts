import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { openSite } from '../site.ts'
import { answerFrom } from './protocol.ts'

let folder: string
let answer: ReturnType<typeof answerFrom>

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'jpf-site-'))
  await writeFile(join(folder, 'index.html'), '<meta content="__NONCE__">')
  await writeFile(join(folder, 'page.js'), 'void 0')
  answer = answerFrom(await openSite(folder, join(folder, 'none')))
})
afterAll(() => rm(folder, { recursive: true }))

const ask = (url: string, method = 'GET') => answer({ url, method })

test('the page carries the nonce of its policy, another each time', async () => {
  const pages = await Promise.all(['app://app/', 'app://app/index.html'].map((url) => ask(url)))
  const nonces = await Promise.all(pages.map(async (page) => /content="([^"]+)"/.exec(await page.text())?.[1] ?? ''))
  pages.forEach((page, index) => {
    expect(page.headers.get('Content-Security-Policy')).toContain(`'nonce-${nonces[index]}'`)
  })
  expect(new Set(nonces).size).toBe(2)
})

test('files of the map are served with their type, nothing else is there', async () => {
  expect((await ask('app://app/page.js')).headers.get('Content-Type')).toContain('text/javascript')
  const statuses = await Promise.all(
    ['app://app/../../etc/passwd', 'app://app/%2e%2e/x', 'app://app/none', 'app://other/page.js'].map(
      async (url) => (await ask(url)).status,
    ),
  )
  expect(statuses).toEqual([404, 404, 404, 403])
  expect((await ask('app://app/page.js', 'POST')).status).toBe(405)
})
