import { closeSync, openSync, writeSync } from 'node:fs'
import { join } from 'node:path'
import iconv from 'iconv-lite'
import { openFile } from '../../engine/extract/open.ts'
import { openNodeDatabase } from '../../engine/host/node.ts'
import { loadExtracts } from '../../engine/load/load.ts'
import { builtinPack } from '../../engine/packs/index.ts'
import { nodeFile } from '../../main/cli/folder.ts'
import type { Comparison, Contestant } from './extract.ts'

const AS_OF = '2025-05-18'
const BLOCK = 5000

const pack = builtinPack('pinghu')
const category = pack.categories.find(({ code }) => code === 'P0101') ?? pack.categories[0]

const WEIGHTS = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2]

/** A well-formed number of nobody: its region does not exist. */
const personId = (row: number): string => {
  const day = `${1940 + (row % 70)}${String(1 + (row % 12)).padStart(2, '0')}${String(1 + (row % 28)).padStart(2, '0')}`
  const digits = `99${String(row % 10_000).padStart(4, '0')}${day}${String(Math.floor(row / 10_000) % 1000).padStart(3, '0')}`
  const sum = WEIGHTS.reduce((total, weight, index) => total + weight * Number(digits[index]), 0)
  return digits + '10X98765432'[sum % 11]
}

const cellOf = (type: string, title: string, row: number): string => {
  if (type === 'id18') return personId(row)
  if (type === 'date' || type === 'datetime') return `${2000 + (row % 25)}-05-${String(1 + (row % 28)).padStart(2, '0')}`
  if (type === 'money' || type === 'number') return String(row % 5000)
  return `${title}${row % 997}组之一`
}

/** The same table in both encodings. */
const writeBoth = (folder: string, rows: number): { utf8: string; gb18030: string } => {
  const paths = { utf8: join(folder, 'P0101_utf8.csv'), gb18030: join(folder, 'P0101_gb18030.csv') }
  const columns = category?.columns ?? []
  const files = [openSync(paths.utf8, 'w'), openSync(paths.gb18030, 'w')] as const
  const write = (text: string) => {
    writeSync(files[0], text)
    writeSync(files[1], iconv.encode(text, 'gb18030'))
  }
  write(`${columns.map(({ title }) => title).join(',')}\n`)
  for (let from = 0; from < rows; from += BLOCK) {
    const lines = Array.from({ length: Math.min(BLOCK, rows - from) }, (_, index) =>
      columns.map(({ type, title }) => cellOf(type, title, from + index)).join(','),
    )
    write(`${lines.join('\n')}\n`)
  }
  for (const file of files) closeSync(file)
  return paths
}

const read = async (path: string): Promise<number> => {
  let rows = 0
  for (const { sheets } of await openFile(await nodeFile(path))) {
    for (const sheet of sheets) for await (const chunk of sheet.chunks({ columns: null, after: 1 })) rows += chunk.records
  }
  return rows
}

const load = async (path: string): Promise<number> => {
  const db = await openNodeDatabase()
  try {
    const { sources } = await loadExtracts(db, pack, [await nodeFile(path)], { asOf: AS_OF })
    return sources.reduce((rows, { loaded }) => rows + loaded, 0)
  } finally {
    db.close()
  }
}

const comparison = (verb: string, run: (path: string) => Promise<number>): Comparison => ({
  name: `${verb} CSV`,
  most: 1.5,
  prepare: async (folder, rows): Promise<[Contestant, Contestant]> => {
    const { utf8, gb18030 } = writeBoth(folder, rows)
    return [
      { name: 'GB18030', run: () => run(gb18030) },
      { name: 'UTF-8', run: () => run(utf8) },
    ]
  },
})

/** The same table in GB18030 and in UTF-8: taken to records, and loaded into the database. */
export const encodings: readonly Comparison[] = [comparison('reading', read), comparison('loading', load)]
