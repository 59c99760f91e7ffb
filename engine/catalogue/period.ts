import type { Category } from '../packs/pack.ts'

/** A month as an index: year × 12 + month − 1. */
export type MonthIndex = number

const monthIndex = (year: number, month: number): MonthIndex => year * 12 + month - 1
export const monthText = (index: MonthIndex): string => `${Math.floor(index / 12)}-${String((index % 12) + 1).padStart(2, '0')}`

const PERIOD = /(?<!\d)(20\d{2})[-_.年]?(0[1-9]|1[0-2]|[1-9](?=月))(?:月|[-_.]?(?:0[1-9]|[12]\d|3[01]))?(?!\d)/g

const lastPeriod = (text: string): MonthIndex | null => {
  const found = [...text.matchAll(PERIOD)].map(([, year, month]) => monthIndex(Number(year), Number(month)))
  return found.length > 0 ? Math.max(...found) : null
}

/** The month a file was delivered for, from its name or else its nearest folder's; null where neither says. */
export const periodOf = (path: string): MonthIndex | null => {
  const parts = path.split('/')
  for (let at = parts.length - 1; at >= 0; at--) {
    const found = lastPeriod(parts[at] as string)
    if (found !== null) return found
  }
  return null
}

/** The files of one category that count, those a newer period replaces, and whether the chosen period lies after as-of. */
export interface PeriodChoice<T> {
  chosen: T[]
  superseded: T[]
  period: MonthIndex | null
  late: boolean
}

/** Chooses by period: an event category takes every file, a status category those of its newest period not after as-of. */
export const choosePeriod = <T extends { period: MonthIndex | null }>(
  category: Category,
  files: readonly T[],
  asOf: MonthIndex,
): PeriodChoice<T> => {
  const periods = [...new Set(files.map(({ period }) => period).filter((period) => period !== null))].sort(
    (left, right) => left - right,
  )
  const past = periods.filter((period) => period <= asOf)
  const newest = past.at(-1) ?? periods[0] ?? null
  const late = periods.length > 0 && past.length === 0
  if (category.kind === 'event') return { chosen: [...files], superseded: [], period: newest, late }
  const counts = ({ period }: T) => period === null || period === newest
  return { chosen: files.filter(counts), superseded: files.filter((file) => !counts(file)), period: newest, late }
}
