import { strToU8 } from 'fflate'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { County, Reply, Review, SourceFile } from '../../engine/contract.ts'
import { nodeFolder } from '../../main/cli/folder.ts'
import { type NodeHost, openNodeEngine } from '../browser/hosts.ts'
import { ROOT } from '../launch.mjs'

const AS_OF = '2025-05-18'
const DIBAO = /C0101_/

const engines: NodeHost[] = []
let base: SourceFile[]
let former: NodeHost
let county: County

const value = <T>({ reply }: { reply: Reply<T> }): T => {
  if (!reply.ok) throw new Error(`${reply.code}: ${reply.message}`)
  return reply.value
}

const memory = (path: string, bytes: Uint8Array): SourceFile => ({
  path,
  size: bytes.byteLength,
  bytes: async () => bytes,
  stream: async function* () {
    yield bytes
  },
})

const openOn = async (files: readonly SourceFile[]): Promise<{ engine: NodeHost; county: County }> => {
  const engine = openNodeEngine()
  engines.push(engine)
  return { engine, county: value(await engine.call('open', { pack: 'pinghu', asOf: AS_OF, previous: null }, { files })) }
}

/** What a review says when these files stand in the place of, or beside, the first ones. */
const reviewed = async (files: readonly SourceFile[]): Promise<Review> => {
  const next = await openOn(files)
  const state = value(await former.call('deliveryState', { files: next.county.files }))
  return value(await next.engine.call('review', { former: state }))
}

/** The lines of the list of minimum-income families. */
const dibao = async (): Promise<{ path: string; heading: string; lines: string[] }> => {
  const file = base.find(({ path }) => DIBAO.test(path))
  if (!file) throw new Error('the sample has no such list')
  const [heading = '', ...lines] = new TextDecoder('gb18030')
    .decode(await file.bytes())
    .trim()
    .split(/\r?\n/)
  return { path: file.path, heading, lines: lines.filter((line) => /\d{17}/.test(line)) }
}

beforeAll(async () => {
  const all = await nodeFolder(`${ROOT}/sample-data/county`)
  base = all.filter(({ path }) => /P010[123]_|C0101_|C0109_/.test(path))
  ;({ engine: former, county } = await openOn(base))
}, 300_000)

afterAll(async () => {
  for (const engine of engines) await engine.close()
})

test('the same files change nothing', async () => {
  const review = await reviewed(base)
  expect(review).toMatchObject({ categories: [], alarms: [], findings: [] })
  expect(review.households.before).toBe(review.households.after)
}, 120_000)

test('a file that was loaded is known again by its digest, alone and in an archive', async () => {
  const { zipSync } = await import('fflate')
  const [one, two] = base.filter(({ path }) => DIBAO.test(path) || /P0103/.test(path))
  if (!one || !two) throw new Error('the sample lacks files')
  const archive = zipSync({ 'a.csv': await one.bytes(), 'b.csv': await two.bytes() })
  const files = [one, memory('全部.zip', archive), memory('新.csv', strToU8('甲'))]
  const digests = value(await former.call('fileDigests', {}, { files }))
  const known = new Set(county.files.map(({ sha256 }) => sha256))
  expect(digests.map(({ sha256 }) => sha256.map((digest) => known.has(digest)))).toEqual([[true], [true, true], [false]])
}, 60_000)

test('half of the rows stops for a person, and says what would be gone', async () => {
  const { path, heading, lines } = await dibao()
  const half = memory(path, strToU8(`${heading}\n${lines.slice(0, lines.length >> 1).join('\n')}\n`))
  const review = await reviewed(base.map((file) => (file.path === path ? half : file)))
  const [one] = review.categories
  expect(review.categories).toHaveLength(1)
  expect(one).toMatchObject({ category: 'C0101', added: 0, changed: 0, sentAfter: lines.length >> 1 })
  expect(one?.gone).toBe((one?.rowsBefore ?? 0) - (one?.rowsAfter ?? 0))
  expect(review.alarms.map(({ rule }) => rule)).toEqual(['rows_down'])
}, 120_000)

test('rows of another content are changed, by key; rows beside them are added', async () => {
  const { path, heading, lines } = await dibao()
  const names = heading.split(',')
  const amount = names.findIndex((name) => /救助金额/.test(name))
  const dearer = lines.map((line, index) => {
    const cells = line.split(',')
    if (index < 3) cells[amount] = '1.23'
    return cells.join(',')
  })
  expect(amount).toBeGreaterThan(0)
  const other = memory(path, strToU8(`${heading}\n${dearer.join('\n')}\n`))
  const review = await reviewed(base.map((file) => (file.path === path ? other : file)))
  expect(review.categories[0]).toMatchObject({ added: 0, changed: 3, gone: 0 })
  expect(review.alarms).toEqual([])
}, 120_000)

test('strangers, invalid numbers and an older month are alarms', async () => {
  const { path, heading, lines } = await dibao()
  const strangers = lines.map((line) =>
    line.replace(/(?<!\d)\d{17}[\dX](?![\dX])/g, (id) => `${id.slice(0, 10)}13${id.slice(12)}`),
  )
  const bad = memory(path.replace('202505', '202504'), strToU8(`${heading}\n${strangers.join('\n')}\n`))
  const review = await reviewed(base.map((file) => (file.path === path ? bad : file)))
  expect(review.alarms.map(({ rule }) => rule)).toEqual(expect.arrayContaining(['match_down', 'ids_invalid', 'older_period']))
  const first = await openOn([...base.filter((file) => file.path !== path), bad])
  const alone = value(await first.engine.call('review', { former: null }))
  expect(alone.categories).toEqual([])
  expect(alone.alarms.map(({ rule }) => rule)).toEqual(['match_low', 'ids_invalid'])
}, 120_000)

test('the sample by itself looks right', async () => {
  expect(value(await former.call('review', { former: null })).alarms).toEqual([])
}, 60_000)
