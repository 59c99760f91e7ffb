import { mkdtemp, readdir, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { sql } from '../../engine/sql/tag.ts'
import { generateCounty } from '../../sample-data/generate.ts'
import { openEngine, readEntries } from './node.ts'
import { record } from './record.ts'
import { PHASES, type Recording } from './recorded.ts'
import { replay } from './replay.ts'

const AS_OF = '2025-05-18'
const DEPARTMENTS = /^C0[12]/

let folder: string
let recording: Recording

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'jpf-bench-'))
  const county = join(folder, 'county')
  generateCounty({ households: 200, seed: 3, asOf: AS_OF, dirt: 0.02, months: 12, out: county })
  for (const name of await readdir(county)) {
    if (!DEPARTMENTS.test(name)) await rm(join(county, name), { recursive: true })
  }
  recording = await record(county, AS_OF, join(folder, 'recording'), () => undefined)
})

afterAll(() => rm(folder, { recursive: true, force: true }))

test('a replay makes the tables of the run on every engine', async () => {
  const kept = join(folder, 'recording')
  const entries = readEntries(kept)
  const digest = (table: ReturnType<typeof sql>) =>
    sql`SELECT CAST(count(*) AS INTEGER) AS n, md5(string_agg(CAST(t AS VARCHAR), ' ' ORDER BY hid)) AS digest FROM ${table} t`
  const answers = []
  for (const name of ['node', 'native1'] as const) {
    const engine = await openEngine(name, kept)
    const phases: string[] = []
    const { failure, times, memory } = await replay(entries, engine, (phase) => phases.push(phase))
    expect(failure).toBeNull()
    expect(times).toHaveLength(entries.length)
    expect(phases).toEqual(PHASES)
    expect(Object.keys(memory)).toEqual(PHASES)
    answers.push([
      await engine.rows(digest(sql`raw.score`)),
      await engine.rows(digest(sql`raw.colour`)),
      await engine.rows(digest(sql`person`)),
    ])
  }
  const [node, native] = answers
  expect(native).toEqual(node)
  expect(node?.[0]).toMatchObject([{ n: recording.households }])
  expect(recording.rows).toBeGreaterThan(1_000)
})

test('what cannot be replayed ends it with the reason', async () => {
  const engine = await openEngine('native1', join(folder, 'recording'))
  const entry = { phase: 'load', kind: 'run', label: 'create table x', text: 'absurd' } as const
  const { failure, times } = await replay([entry, entry], engine, () => undefined)
  expect(failure).toMatch(/^load, create table x: Parser Error/)
  expect(times).toEqual([])
})
