import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { KeptLink, LinkPair, LinkPairs, Reply, SourceFile } from '../../engine/contract.ts'
import type { Session } from '../../engine/host/session.ts'
import { runTables, tableText } from '../../engine/report/files.ts'
import { sql } from '../../engine/sql/tag.ts'
import { generateCounty } from '../../sample-data/generate.ts'
import { type NodeHost, openNodeEngine } from '../browser/hosts.ts'
import { csvRows } from './extract-reader.ts'

const AS_OF = '2025-05-18'
const PASSPHRASE = 'correct horse'
const DECISION = { reason: '电话核实', by: 'clerk@office', at: '2025-06-01' }

let root: string
let county: string
let engine: NodeHost
let all: LinkPairs
/** ID number that each listed row is about, by file and row; empty for whom no register knows. */
let truth: Map<string, string>
let numbers: Map<string, string>

const value = <T>(reply: Reply<T>): T => {
  if (!reply.ok) throw new Error(`${reply.code}: ${reply.message}`)
  return reply.value
}
const ask = async <T>(outcome: Promise<{ reply: Reply<T> }>): Promise<T> => value((await outcome).reply)
const session = (): Session => engine.desk.session as Session

const everyPair = async (): Promise<LinkPairs> => {
  const first = await ask(engine.call('linkPairs', { filter: {}, from: 0, to: 200 }))
  for (let from = 200; from < first.total; from += 200)
    first.pairs.push(...(await ask(engine.call('linkPairs', { filter: {}, from, to: from + 200 }))).pairs)
  return first
}

const isTrue = ({ file, row, person }: LinkPair): boolean => {
  const number = truth.get(`${file} ${row}`)
  return number !== undefined && number !== '' && numbers.get(person) === number
}

const scored = (): string => {
  const { db, pack, columns, full } = session()
  return runTables(pack, { columns }, full, false)
    .filter(({ file }) => ['households.csv', 'persons.csv', 'features.csv', 'indicators.csv'].includes(file))
    .map((table) => [...tableText(db, table)].join(''))
    .join('')
}

beforeAll(async () => {
  root = await mkdtemp(join(tmpdir(), 'jpf-linkage-'))
  county = join(root, 'county')
  generateCounty({
    households: 2000,
    seed: 5,
    asOf: AS_OF,
    dirt: 0.01,
    months: 1,
    nameless: 0.3,
    out: county,
    truth: join(root, 'truth'),
  })
  engine = openNodeEngine()
  await ask(engine.call('open', { pack: 'pinghu', asOf: AS_OF, previous: null }, { folder: county }))
  all = await everyPair()
  const [, ...rows] = [...csvRows(await readFile(join(root, 'truth', 'links.csv'), 'utf8')).values()]
  truth = new Map(rows.map(([file, row, number = '']) => [`${file} ${row}`, number]))
  const persons = session().db.rows<{ token: string; number: string }>(
    sql`SELECT token, format('{:017d}', pk // 11) || CASE pk % 11 WHEN 10 THEN 'X' ELSE CAST(pk % 11 AS VARCHAR) END AS number FROM person WHERE pk >= 0`,
  )
  numbers = new Map(persons.map(({ token, number }) => [token, number]))
}, 600_000)
afterAll(() => rm(root, { recursive: true }))

test('every row without a number is told of, and persons are found by what it says', () => {
  const known = [...truth.values()].filter((number) => number !== '').length
  const sure = all.pairs.filter(({ state }) => state === 'strong' || state === 'likely')
  const strong = all.pairs.filter(({ state }) => state === 'strong')
  const share = (part: readonly LinkPair[], of: number): number => part.filter(isTrue).length / Math.max(1, of)
  const figures = {
    rows: all.rows,
    known,
    strong: strong.length,
    strongPrecision: share(strong, strong.length),
    sure: sure.length,
    precision: share(sure, sure.length),
    recall: share(sure, known),
    recallWithOpen: share(all.pairs, known),
    unmatched: all.unmatched,
  }
  console.log(figures)
  expect(all.rows).toBe(truth.size)
  expect(all.counts.accepted + all.counts.rejected).toBe(0)
  expect(figures.strongPrecision).toBe(1)
  expect(strong.length).toBeGreaterThan(20)
  expect(figures.precision).toBeGreaterThanOrEqual(0.95)
  expect(figures.recall).toBeGreaterThanOrEqual(0.75)
  expect(figures.recallWithOpen).toBeGreaterThanOrEqual(0.95)
})

test('what is shown is masked', () => {
  for (const { clues } of all.pairs) {
    const of = (name: string) => clues.find(({ clue }) => clue === name)
    expect(of('name')?.listed).toMatch(/^.\*+$/)
    expect(of('birth')?.registered).toMatch(/^(\d{4}-\*\*-\*\*)?$/)
    expect(of('phone')?.registered).not.toMatch(/\d{5}/)
  }
})

test('a link by probability changes no household; a decision neither, and it is kept, told and taken back', async () => {
  const before = scored()
  const waiting = all.pairs.find((pair) => pair.state === 'likely' && pair.household !== '' && isTrue(pair)) as LinkPair
  const decided = await ask(engine.call('decideLink', { id: waiting.id, decision: { verdict: 'accepted', ...DECISION } }))
  expect(decided).toMatchObject({ state: 'accepted', decision: { verdict: 'accepted', ...DECISION } })
  expect(scored()).toBe(before)
  const { links } = await ask(engine.call('profile', { household: waiting.household, plain: false }))
  expect(links.map(({ id }) => id)).toContain(waiting.id)

  const rival = all.pairs.find((one) => one.file === waiting.file && one.row === waiting.row && one.id !== waiting.id)
  if (rival) {
    const { reply } = await engine.call('decideLink', { id: rival.id, decision: { verdict: 'accepted', ...DECISION } })
    expect(reply).toMatchObject({ ok: false, code: 'usage' })
  }
  for (const wrong of [
    { ...DECISION, reason: ' ' },
    { ...DECISION, reason: '长'.repeat(201) },
  ]) {
    const { reply } = await engine.call('decideLink', { id: waiting.id, decision: { verdict: 'rejected', ...wrong } })
    expect(reply).toMatchObject({ ok: false, code: 'usage' })
  }
  const back = await ask(engine.call('decideLink', { id: waiting.id, decision: null }))
  expect(back).toMatchObject({ state: 'likely', decision: null })
})

test('decisions come back with a workspace and with the next opening of the same county', async () => {
  const [one, two] = all.pairs.filter((pair) => pair.state === 'likely')
  if (!one || !two) throw new Error('nothing to decide')
  await ask(engine.call('decideLink', { id: one.id, decision: { verdict: 'accepted', ...DECISION } }))
  await ask(engine.call('decideLink', { id: two.id, decision: { verdict: 'rejected', ...DECISION } }))
  const links: KeptLink[] = await ask(engine.call('linkDecisions', {}))
  const identity = await ask(engine.call('identity', {}))
  const saved = await engine.call('save', { passphrase: PASSPHRASE, place: '' })
  const bytes = Buffer.concat(saved.pieces)
  const file: SourceFile = {
    path: 'w.jpf',
    size: bytes.length,
    bytes: async () => new Uint8Array(bytes),
    stream: async function* () {
      yield new Uint8Array(bytes)
    },
  }
  const other = openNodeEngine()
  value((await other.call('restore', { passphrase: PASSPHRASE }, { files: [file] })).reply)
  const restored = value((await other.call('linkPairs', { filter: {}, from: 0, to: 1 })).reply)
  expect(restored.counts).toMatchObject({ accepted: 1, rejected: 1 })

  await ask(engine.call('open', { pack: 'pinghu', asOf: AS_OF, previous: identity, links }, { folder: county }))
  const again = await everyPair()
  expect(again.counts).toMatchObject({ accepted: 1, rejected: 1 })
  expect(again.pairs.find(({ state }) => state === 'accepted')).toMatchObject({
    file: one.file,
    row: one.row,
    person: one.person,
  })
}, 600_000)
