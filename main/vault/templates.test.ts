import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type Calls, openCalls } from '../calls.ts'

let folder: string
let calls: Calls

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'jpf-templates-'))
  calls = await openCalls({ shell: 'loopback', version: 'test', sample: false, data: folder, quit: () => undefined })
})
afterAll(async () => {
  await calls.close()
  await rm(folder, { recursive: true })
})

const text = (more: object = {}): string => JSON.stringify({ format: 'jpfmap/1', category: 'C0101', columns: [], ...more })
const write = (templates: { name: string; text: string }[]) => calls.answer('templatesWrite', { templates })
const read = () => calls.answer('templatesRead', {})

test('templates come back as they were kept, and a write replaces them all', async () => {
  expect(await read()).toEqual({ ok: true, value: [] })
  const one = { name: '民政局 低保', text: text() }
  const two = { name: '残联', text: text({ name: 'x' }) }
  expect(await write([one, two])).toEqual({ ok: true, value: { count: 2 } })
  expect(await read()).toEqual({ ok: true, value: [one, two] })
  await write([two])
  expect(await read()).toEqual({ ok: true, value: [two] })
})

test.each([
  ['no JSON', [{ name: 'a', text: '{' }]],
  ['no template', [{ name: 'a', text: '{"rows":[]}' }]],
  ["somebody's number", [{ name: 'a', text: text({ label: '339999196001011234' }) }]],
  ['a name that is a path', [{ name: '../a', text: text() }]],
  [
    'one name twice',
    [
      { name: 'a', text: text() },
      { name: 'a', text: text() },
    ],
  ],
  ['too long a text', [{ name: 'a', text: text({ note: 'x'.repeat(70_000) }) }]],
  ['too much in all', Array.from({ length: 20 }, (_, n) => ({ name: `a${n}`, text: text({ note: 'x'.repeat(60_000) }) }))],
])('%s is not kept', async (_, templates) => {
  const before = await read()
  expect(await write(templates)).toMatchObject({ ok: false, code: 'usage' })
  expect(await read()).toEqual(before)
})

test('a file that was changed is told of, and replaced by the next save', async () => {
  await writeFile(join(folder, 'templates.json'), 'nonsense')
  expect(await read()).toMatchObject({ ok: false, message: expect.stringContaining('templates.json') })
  await write([])
  expect(await readFile(join(folder, 'templates.json'), 'utf8')).toBe('[]\n')
})
