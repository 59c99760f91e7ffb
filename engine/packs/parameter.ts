import type { Pack } from './pack.ts'
import type { Parameter } from './schema.ts'

type Row = Parameter['rows'][number]

/** A parameter as it stands at an as-of date. */
export interface ParameterValue {
  code: string
  name: string
  value: number | string
  unit: string
  status: Row['status']
  from: string | null
  source: string
  /** No row was in force: the value comes from a later (or ended) one. */
  backdated: boolean
}

const inForce = (row: Row, asOf: string): boolean =>
  (row.from === null || row.from <= asOf) && (row.to === null || row.to >= asOf)

const byStart = (a: Row, b: Row): number => ((a.from ?? '') < (b.from ?? '') ? -1 : 1)

/** The row in force; where none is, the earliest later one, else the last one that ended. */
const rowAt = (rows: readonly Row[], asOf: string): { row: Row | undefined; backdated: boolean } => {
  const sorted = [...rows].sort(byStart)
  const current = sorted.findLast((row) => inForce(row, asOf))
  if (current) return { row: current, backdated: false }
  return { row: sorted.find((row) => row.from !== null && row.from > asOf) ?? sorted.at(-1), backdated: true }
}

/**
 * Value of a parameter at an as-of date (`YYYY-MM-DD`).
 * @throws {RangeError} when the pack has no such parameter
 */
export const parameterAt = (pack: Pick<Pack, 'parameter'>, code: string, asOf: string): ParameterValue => {
  const parameter = pack.parameter(code)
  const { row, backdated } = rowAt(parameter?.rows ?? [], asOf)
  if (!parameter || !row) throw new RangeError(`the pack has no parameter ${code}`)
  const { name, unit } = parameter
  return { code, name, value: row.value, unit, status: row.status, from: row.from, source: row.source, backdated }
}

/** Every parameter, or those named, at an as-of date: what a run reports, with its placeholders and backdated values. */
export const parametersAt = (
  pack: Pack,
  asOf: string,
  used?: ReadonlySet<string>,
): { values: ParameterValue[]; placeholders: ParameterValue[]; backdated: ParameterValue[] } => {
  const values = pack.parameters.filter(({ code }) => used?.has(code) ?? true).map(({ code }) => parameterAt(pack, code, asOf))
  return {
    values,
    placeholders: values.filter(({ status }) => status === 'placeholder'),
    backdated: values.filter(({ backdated }) => backdated),
  }
}
