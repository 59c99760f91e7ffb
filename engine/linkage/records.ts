import type { FieldKind, LinkSpec } from './spec.ts'
import { comparable, Lexicon } from './values.ts'

/** Records as they came: an identifier each and the cells of the compared fields, field by field. */
export interface LinkTable {
  ids: string[]
  columns: string[][]
}

/** Records as numbers of the lexicon, field by field; -1 for no value. */
export interface Side {
  size: number
  columns: Int32Array[]
}

/** Two sides to be linked, or one with itself (`left === right`). */
export interface Records {
  kinds: FieldKind[]
  texts: readonly string[]
  left: Side
  right: Side
  /** How many records of both sides hold a value, by field and value number. */
  holders: Int32Array[]
}

const encoded = (table: LinkTable, kinds: readonly FieldKind[], lexicon: Lexicon): Side => ({
  size: table.ids.length,
  columns: kinds.map((kind, field) => {
    const known = new Map<string, number>()
    const numbers = new Int32Array(table.ids.length)
    table.columns[field]?.forEach((cell, row) => {
      let number = known.get(cell)
      if (number === undefined) {
        number = lexicon.number(comparable(kind, cell))
        known.set(cell, number)
      }
      numbers[row] = number
    })
    return numbers
  }),
})

/** Makes records comparable; without `right` those of `left` are compared with one another. */
export const encodeRecords = (spec: Pick<LinkSpec, 'fields'>, left: LinkTable, right: LinkTable | null): Records => {
  const kinds = spec.fields.map(({ kind }) => kind)
  const lexicon = new Lexicon()
  const one = encoded(left, kinds, lexicon)
  const other = right ? encoded(right, kinds, lexicon) : one
  const holders = kinds.map((_, field) => {
    const counts = new Int32Array(lexicon.texts.length)
    for (const side of new Set([one, other])) {
      for (const number of side.columns[field] as Int32Array) if (number >= 0) (counts[number] as number)++
    }
    return counts
  })
  return { kinds, texts: lexicon.texts, left: one, right: other, holders }
}

/** Pairs there are at all. */
export const pairsInAll = ({ left, right }: Pick<Records, 'left' | 'right'>): number =>
  left === right ? (left.size * (left.size - 1)) / 2 : left.size * right.size

export const recordsInAll = ({ left, right }: Pick<Records, 'left' | 'right'>): number =>
  left === right ? left.size : left.size + right.size
