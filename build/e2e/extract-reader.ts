import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { strFromU8, unzipSync } from 'fflate'
import iconv from 'iconv-lite'

/** Cells by row number, read by the plainest means; tests hold it against the engine's own reader. */
export type PlainRows = Map<number, string[]>

/** RFC 4180 text to rows by the physical line each begins on. */
export const csvRows = (text: string, delimiter = ','): PlainRows => {
  const rows: PlainRows = new Map()
  let [line, start, cell, quoted] = [1, 1, '', false]
  let row: string[] = []
  const end = (): void => {
    rows.set(start, [...row, cell])
    ;[row, cell, start] = [[], '', line + 1]
  }
  for (let at = 0; at < text.length; at++) {
    const character = text[at]
    if (quoted && character === '"' && text[at + 1] === '"') cell += text[++at]
    else if (character === '"' && (quoted || cell === '')) quoted = !quoted
    else if (character === delimiter && !quoted) {
      row.push(cell)
      cell = ''
    } else if (character === '\n' && !quoted) {
      end()
      line++
    } else {
      if (character === '\n') line++
      if (character !== '\r' || quoted) cell += character
    }
  }
  if (cell !== '' || row.length > 0) end()
  return rows
}

const withoutEntities = (text: string): string =>
  text
    .replaceAll('&lt;', '<')
    .replaceAll('&gt;', '>')
    .replaceAll('&quot;', '"')
    .replaceAll('&apos;', "'")
    .replaceAll('&amp;', '&')

const textOf = (xml: string): string =>
  [...xml.matchAll(/<t[^>]*>([^<]*)<\/t>/g)].map((match) => withoutEntities(match[1] ?? '')).join('')

const columnOf = (reference: string): number =>
  [...reference.replace(/\d+/, '')].reduce((index, letter) => index * 26 + letter.charCodeAt(0) - 64, 0) - 1

const sheetPath = (parts: Record<string, string>, name: string): string => {
  const found = [...(parts['xl/workbook.xml'] ?? '').matchAll(/<sheet [^>]*name="([^"]*)"[^>]*r:id="([^"]*)"/g)].find(
    (match) => withoutEntities(match[1] ?? '') === name,
  )
  const target = [...(parts['xl/_rels/workbook.xml.rels'] ?? '').matchAll(/<Relationship [^>]*\/>/g)]
    .map(String)
    .find((tag) => tag.includes(`Id="${found?.[2]}"`))
  return `xl/${(/Target="([^"]*)"/.exec(target ?? '')?.[1] ?? '').replace(/^\/?xl\//, '')}`
}

const xlsxRows = (bytes: Uint8Array, sheet: string): PlainRows => {
  const parts = Object.fromEntries(Object.entries(unzipSync(bytes)).map(([name, part]) => [name, strFromU8(part)]))
  const shared = [...(parts['xl/sharedStrings.xml'] ?? '').matchAll(/<si>(.*?)<\/si>/gs)].map((match) => textOf(match[1] ?? ''))
  const rows: PlainRows = new Map()
  for (const [, number, content] of (parts[sheetPath(parts, sheet)] ?? '').matchAll(
    /<row [^>]*?r="(\d+)"[^>]*?>(.*?)<\/row>/gs,
  )) {
    const row: string[] = []
    for (const [, attributes = '', inner = ''] of (content ?? '').matchAll(/<c ([^>]*?)(?:\/>|>(.*?)<\/c>)/gs)) {
      const value = /<v>([^<]*)<\/v>/.exec(inner)?.[1] ?? ''
      const kind = /t="(\w+)"/.exec(attributes)?.[1]
      row[columnOf(/r="([A-Z]+\d+)"/.exec(attributes)?.[1] ?? 'A1')] =
        kind === 's' ? (shared[Number(value)] ?? '') : kind === 'inlineStr' ? textOf(inner) : withoutEntities(value)
    }
    rows.set(
      Number(number),
      [...row].map((cell) => cell ?? ''),
    )
  }
  return rows
}

/** One sheet of an extract. */
export const plainRows = async (folder: string, path: string, sheet: string, encoding: string): Promise<PlainRows> => {
  const bytes = await readFile(join(folder, path))
  return encoding === 'xlsx' ? xlsxRows(bytes, sheet) : csvRows(iconv.decode(bytes, encoding))
}
