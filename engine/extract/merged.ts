import { HEADING_AREA, MERGE_BYTES } from './limits.ts'
import type { TextRow } from './sheet.ts'
import { attribute, startTags } from './xml.ts'

/** By row and column: the text of the merged heading a blank cell belongs to. */
export type HeadingFills = ReadonlyMap<number, ReadonlyMap<number, string>>

interface Merge {
  top: number
  bottom: number
  left: number
  right: number
}

/** Rows that one heading spans at most. */
const TALLEST = 4

const columnOf = (letters: string): number =>
  [...letters].reduce((column, letter) => column * 26 + letter.charCodeAt(0) - 64, 0) - 1

const mergeOf = (reference: string): Merge | undefined => {
  const [, left, top, right, bottom] = /^\$?([A-Z]{1,3})\$?(\d+):\$?([A-Z]{1,3})\$?(\d+)$/.exec(reference) ?? []
  if (!left || !top || !right || !bottom) return undefined
  return { left: columnOf(left), top: Number(top), right: columnOf(right), bottom: Number(bottom) }
}

/** Merged cells at the top of a sheet. Their list stands behind the rows, so the part is read through once for it. */
export const mergesOf = async (pieces: AsyncIterable<Uint8Array>): Promise<Merge[]> => {
  const decoder = new TextDecoder()
  let list: string | null = null
  let before = new Uint8Array(0)
  for await (const piece of pieces) {
    if (list === null) {
      const joined = new Uint8Array(before.length + piece.length)
      joined.set(before)
      joined.set(piece, before.length)
      const at = listStart(joined)
      if (at >= 0) list = decoder.decode(joined.subarray(at), { stream: true })
      before = joined.slice(-MARK.length - 1)
    } else list += decoder.decode(piece, { stream: true })
    if (list !== null && (list.length > MERGE_BYTES || list.includes('mergeCells>'))) break
  }
  return startTags(list ?? '', 'mergeCell').flatMap((tag) => {
    const merge = mergeOf(attribute(tag, 'ref') ?? '')
    return merge && merge.top <= HEADING_AREA ? [merge] : []
  })
}

const MARK = new TextEncoder().encode('mergeCells')

const listStart = (bytes: Uint8Array): number => {
  for (let at = bytes.indexOf(MARK[0] as number); at >= 0; at = bytes.indexOf(MARK[0] as number, at + 1)) {
    if ((bytes[at - 1] === 60 || bytes[at - 1] === 58) && MARK.every((byte, index) => bytes[at + index] === byte)) return at - 1
  }
  return -1
}

const filled = (text: string | undefined): boolean => text !== undefined && text.trim() !== ''

/** Whether the top of a sheet leaves gaps that merged cells may explain. */
export const hasGaps = (rows: readonly TextRow[]): boolean => {
  const [first] = rows
  const width = Math.max(0, ...rows.map(({ cells }) => cells.length))
  return first !== undefined && (first.cells.length < width || !first.cells.every(filled))
}

/** A number, date or ID as data have it; years stand in headings too. */
const isDatum = (text: string): boolean => /^[\d.,:/*%+-]*\d[\d.,:/*%+ -]*[xX]?$/.test(text) && !/^(19|20)\d\d$/.test(text)

/**
 * Spreads merged headings over the cells they cover. A merge is a heading where none of its rows holds a number or date;
 * one that has its row to itself is a title and stays as it is.
 */
export const headingFills = (rows: readonly TextRow[], merges: readonly Merge[]): HeadingFills => {
  const byLine = new Map(rows.map(({ line, cells }) => [line, cells]))
  const width = Math.max(0, ...rows.map(({ cells }) => cells.length))
  const isHeading = (line: number): boolean => {
    const cells = byLine.get(line)
    return cells !== undefined && cells.filter(filled).length > 1 && !cells.some((text) => isDatum(text.trim()))
  }
  const fills = new Map<number, Map<number, string>>()
  for (const { top, bottom, left, right } of merges) {
    const text = byLine.get(top)?.[left]
    const lines = Array.from({ length: bottom - top + 1 }, (_, index) => top + index)
    if (text === undefined || !filled(text) || lines.length > TALLEST || !lines.every(isHeading)) continue
    for (const line of lines) {
      const row = fills.get(line) ?? new Map<number, string>()
      for (let column = left; column <= Math.min(right, width - 1); column++) row.set(column, text)
      fills.set(line, row)
    }
  }
  return fills
}
