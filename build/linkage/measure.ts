import { linkRecords } from '../../engine/linkage/link.ts'
import type { LinkTable } from '../../engine/linkage/records.ts'
import type { FieldKind } from '../../engine/linkage/spec.ts'
import { type Person, personOf } from '../../sample-data/linkage/febrl.ts'

/** Records with a truth: `personOf` their identifiers. Without `right`, duplicates inside `left`. */
export interface Trial {
  name: string
  fields: Readonly<Record<string, FieldKind>>
  left: readonly Person[]
  right: readonly Person[] | null
}

export interface Measured {
  name: string
  truePairs: number
  linked: number
  precision: number
  recall: number
  f1: number
  /** Pairs for a person to look at, and recall if that person finds the true ones among them. */
  review: number
  recallWithReview: number
  compared: number
  seconds: number
}

const table = (records: readonly Person[], columns: readonly string[]): LinkTable => ({
  ids: records.map((record) => record.rec_id ?? ''),
  columns: columns.map((column) => records.map((record) => record[column] ?? '')),
})

const copies = (records: readonly Person[]): Map<string, number> => {
  const sizes = new Map<string, number>()
  for (const { rec_id = '' } of records) sizes.set(personOf(rec_id), (sizes.get(personOf(rec_id)) ?? 0) + 1)
  return sizes
}

const truePairs = (left: readonly Person[], right: readonly Person[] | null): number => {
  const one = copies(left)
  if (!right) return [...one.values()].reduce((sum, size) => sum + (size * (size - 1)) / 2, 0)
  const other = copies(right)
  return [...one].reduce((sum, [person, size]) => sum + size * (other.get(person) ?? 0), 0)
}

/** Links the records of a trial and compares the answer with the truth, pair by pair. */
export const measure = async ({ name, fields, left, right }: Trial): Promise<Measured> => {
  const columns = Object.keys(fields)
  const spec = { fields: columns.map((column) => ({ name: column, kind: fields[column] as FieldKind })) }
  const begun = performance.now()
  const { pairs, compared } = await linkRecords(spec, table(left, columns), right && table(right, columns))
  const seconds = (performance.now() - begun) / 1000
  const others = right ?? left
  const trueOnes = pairs.filter((pair) => personOf(left[pair.left]?.rec_id ?? '') === personOf(others[pair.right]?.rec_id ?? ''))
  const linked = pairs.filter(({ decision }) => decision === 'linked').length
  const hits = trueOnes.filter(({ decision }) => decision === 'linked').length
  const all = Math.max(1, truePairs(left, right))
  const precision = linked === 0 ? 1 : hits / linked
  const recall = hits / all
  return {
    name,
    truePairs: all,
    linked,
    precision,
    recall,
    f1: (2 * precision * recall) / (precision + recall || 1),
    review: pairs.length - linked,
    recallWithReview: trueOnes.length / all,
    compared,
    seconds,
  }
}

const COLUMNS: readonly (readonly [string, (one: Measured) => string])[] = [
  ['true', (one) => String(one.truePairs)],
  ['linked', (one) => String(one.linked)],
  ['precision', (one) => one.precision.toFixed(4)],
  ['recall', (one) => one.recall.toFixed(4)],
  ['F1', (one) => one.f1.toFixed(4)],
  ['review', (one) => String(one.review)],
  ['recall with review', (one) => one.recallWithReview.toFixed(4)],
  ['compared', (one) => String(one.compared)],
  ['seconds', (one) => one.seconds.toFixed(1)],
]

/** Measurements as a table for people. */
export const measuredTable = (all: readonly Measured[]): string => {
  const width = Math.max(...all.map(({ name }) => name.length))
  const lines = all.map((one) =>
    [one.name.padEnd(width), ...COLUMNS.map(([heading, value]) => value(one).padStart(Math.max(8, heading.length + 2)))].join(''),
  )
  return [
    [''.padEnd(width), ...COLUMNS.map(([heading]) => heading.padStart(Math.max(8, heading.length + 2)))].join(''),
    ...lines,
  ].join('\n')
}
