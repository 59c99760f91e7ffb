import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { DuckDBInstance } from '@duckdb/node-api'
import { utils, write } from '@e965/xlsx'
import fc from 'fast-check'
import { strFromU8, strToU8, unzipSync, zipSync } from 'fflate'
import { expect, test } from 'vitest'
import { extract, inlineRows, workbook } from '../load/extracts.fixture.ts'
import { openFile } from './open.ts'
import { ExtractError } from './sheet.ts'

/** Milliseconds one small file may take at most, on a busy computer too. */
const PATIENCE = 30_000
/** Memory that reading a small file may add. */
const MOST_MEMORY = 1 << 30

/** Reads a file through; whatever it holds, it ends in rows or in one sentence. */
const endsWell = async (bytes: Uint8Array, path: string): Promise<void> => {
  const begun = performance.now()
  const memory = process.memoryUsage().rss
  for (const { sheets, problem } of await openFile(extract(path, bytes, 4096))) {
    expect(problem === null || problem instanceof ExtractError).toBe(true)
    for (const sheet of sheets) {
      try {
        for await (const { records } of sheet.chunks({ columns: null, after: 0 })) expect(records).toBeGreaterThanOrEqual(0)
      } catch (error) {
        expect(error).toBeInstanceOf(ExtractError)
        expect((error as ExtractError).message).toMatch(/[\u4e00-\u9fff]/)
      }
    }
  }
  expect(performance.now() - begun).toBeLessThan(PATIENCE)
  expect(process.memoryUsage().rss - memory).toBeLessThan(MOST_MEMORY)
}

const table = Array.from({ length: 40 }, (_, row) => [`张${row}`, `33048219600101${1000 + row}`, '2025-05-18', `备注,"${row}"`])

const made = (bookType: 'biff8' | 'biff5' | 'ods'): Uint8Array => {
  const book = utils.book_new()
  utils.book_append_sheet(book, utils.aoa_to_sheet([...table, [1, 2.5, true, null]]), 'a')
  return new Uint8Array(write(book, { type: 'array', bookType }))
}

const page = `<html><table>${table.map((row) => `<tr>${row.map((text) => `<td colspan="1">${text}</td>`).join('')}</tr>`).join('')}</table></html>`
const shared = table.map(([text]) => `<si><t>${text}</t></si>`).join('')
const cells = table
  .map((_, row) => `<row r="${row + 1}"><c r="A${row + 1}" t="s"><v>${row}</v></c><c s="1"><v>45795</v></c></row>`)
  .join('')

const SEEDS: Record<string, Uint8Array> = {
  'a.xlsx': workbook({ 一: cells, 二: inlineRows(table) }, { shared }),
  'a.xls': made('biff8'),
  'b.xls': made('biff5'),
  'a.ods': made('ods'),
  'c.xls': strToU8(page),
  'a.zip': zipSync({ 'a.csv': strToU8(table.join('\n')), 'b/a.xlsx': workbook({ a: inlineRows(table) }) }),
}

interface Damage {
  flips: [number, number][]
  cut: number
}

const damage = fc.record<Damage>({
  flips: fc.array(fc.tuple(fc.double({ min: 0, max: 1, noNaN: true, maxExcluded: true }), fc.integer({ min: 0, max: 255 })), {
    maxLength: 12,
  }),
  cut: fc.oneof({ weight: 3, arbitrary: fc.constant(1) }, { weight: 1, arbitrary: fc.double({ min: 0, max: 1, noNaN: true }) }),
})

const damaged = (bytes: Uint8Array, { flips, cut }: Damage): Uint8Array => {
  const changed = bytes.slice(0, Math.round(bytes.length * cut))
  for (const [place, value] of flips) if (changed.length > 0) changed[Math.floor(place * changed.length)] = value
  return changed
}

test.each(Object.keys(SEEDS))('%s with bytes changed or cut off ends in rows or in a finding', async (path) => {
  const seed = SEEDS[path] as Uint8Array
  await fc.assert(
    fc.asyncProperty(damage, (how) => endsWell(damaged(seed, how), path)),
    { numRuns: 150 },
  )
})

test('Parquet with bytes changed or cut off ends in rows or in a finding', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'jpf-fuzz-'))
  const path = join(folder, 'a.parquet')
  const connection = await (await DuckDBInstance.create(':memory:')).connect()
  await connection.run(
    `COPY (SELECT i, '张' || i AS name, i * 1.5 AS amount, [i] AS list FROM range(300) t(i)) TO '${path}' (FORMAT parquet)`,
  )
  const seed = new Uint8Array(await readFile(path))
  await rm(folder, { recursive: true })
  await fc.assert(
    fc.asyncProperty(damage, (how) => endsWell(damaged(seed, how), 'a.parquet')),
    { numRuns: 300 },
  )
})

/** Damage inside the parts of a container, which its own check sums would hide from what reads them. */
test.each(['a.xlsx', 'a.ods'])('%s with its parts changed ends in rows or in a finding', async (path) => {
  const parts = unzipSync(SEEDS[path] as Uint8Array)
  const names = Object.keys(parts)
  await fc.assert(
    fc.asyncProperty(fc.constantFrom(...names), damage, (name, how) =>
      endsWell(zipSync({ ...parts, [name]: damaged(parts[name] as Uint8Array, how) }), path),
    ),
    { numRuns: 150 },
  )
})

test('numbers in the parts of a workbook changed for others end in rows or in a finding', async () => {
  const numbers = fc.constantFrom('0', '-1', '1048577', '16385', '4294967296', '1e308', '99999999999999999999', 'NaN', 'XFD', '')
  await fc.assert(
    fc.asyncProperty(
      fc.constantFrom('a.xlsx', 'a.ods'),
      fc.array(fc.tuple(fc.nat(400), numbers), { maxLength: 6 }),
      async (path, changes) => {
        const parts = unzipSync(SEEDS[path] as Uint8Array)
        const name = path === 'a.ods' ? 'content.xml' : 'xl/worksheets/sheet1.xml'
        let count = 0
        const text = strFromU8(parts[name] as Uint8Array).replace(/\d+/g, (whole) => {
          count++
          return changes.find(([place]) => place === count)?.[1] ?? whole
        })
        await endsWell(zipSync({ ...parts, [name]: strToU8(text) }), path)
      },
    ),
    { numRuns: 150 },
  )
})

test('any bytes end in rows or in a finding', async () => {
  const begins = [
    [],
    [0x50, 0x4b, 3, 4],
    [0xd0, 0xcf, 0x11, 0xe0],
    [0x50, 0x41, 0x52, 0x31],
    [0xff, 0xfe],
    [0xef, 0xbb, 0xbf],
    [...strToU8('<table>')],
  ]
  await fc.assert(
    fc.asyncProperty(fc.constantFrom(...begins), fc.uint8Array({ maxLength: 3000 }), (begin, rest) =>
      endsWell(Uint8Array.from([...begin, ...rest]), 'a'),
    ),
    { numRuns: 400 },
  )
})
