import { EngineError, type SourceFile } from '../contract.ts'
import { rowsOf } from '../extract/canonical.ts'
import { openFile } from '../extract/open.ts'
import { ExtractError, type Sheet } from '../extract/sheet.ts'
import type { LinkTable } from './records.ts'
import type { LinkSpec } from './spec.ts'

/** Records in which the heading is looked for. */
const HEADING_WITHIN = 20

const plain = (text: string): string => text.normalize('NFKC').trim()

const refused = (path: string, what: string): EngineError => new EngineError('unreadable', `“${path}”${what}`)

/** The first table of a file whose heading names all wanted columns. */
const readSheet = async (sheet: Sheet, wanted: readonly string[]): Promise<{ table: LinkTable | null; seen: string[] }> => {
  let places: number[] | null = null
  let seen: string[] = []
  let looked = 0
  const table: LinkTable = { ids: [], columns: wanted.slice(1).map(() => []) }
  for await (const chunk of sheet.chunks({ columns: null, after: 0 })) {
    for (const { cells } of rowsOf(chunk)) {
      if (places) {
        table.ids.push((cells[places[0] as number] ?? '').trim())
        table.columns.forEach((column, field) => {
          column.push(cells[(places as number[])[field + 1] as number] ?? '')
        })
        continue
      }
      if (looked++ >= HEADING_WITHIN) return { table: null, seen }
      const headings = cells.map(plain)
      if (headings.filter((one) => wanted.includes(one)).length > seen.length || looked === 1) seen = headings
      const found = wanted.map((name) => headings.indexOf(name))
      if (found.every((place) => place >= 0)) places = found
    }
  }
  return { table: places ? table : null, seen }
}

/**
 * Reads the identifier and the compared columns of a file, in any form the extracts come in. Throws `unreadable` where the
 * file is none, has no such columns or no records.
 */
export const readTable = async (file: SourceFile, { id, fields }: LinkSpec): Promise<LinkTable> => {
  const wanted = [id, ...fields.map(({ name }) => name)].map(plain)
  let missing: string[] = []
  try {
    for (const { sheets, problem } of await openFile(file)) {
      if (problem) throw problem
      for (const sheet of sheets) {
        const { table, seen } = await readSheet(sheet, wanted)
        if (table && table.ids.length === 0) throw refused(file.path, '只有标题，没有记录：请给出有数据的文件')
        if (table) return table
        missing = wanted.filter((name) => !seen.includes(name))
      }
    }
  } catch (error) {
    if (error instanceof ExtractError) throw refused(file.path, `：${error.message}`)
    throw error
  }
  throw refused(file.path, `里找不到列 ${missing.join('、')}：请核对比对说明里的列名与文件标题`)
}
