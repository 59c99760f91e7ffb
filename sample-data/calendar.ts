import { EngineError } from '../engine/contract.ts'

/** Days are counted from 1970-01-01; months as year * 12 + month - 1. */
export interface DayParts {
  year: number
  month: number
  day: number
}

export function dayOf(year: number, month: number, day: number): number {
  return Date.UTC(year, month - 1, day) / 86_400_000
}

/** Day number of a text like 2025-05-18. */
export function parseDay(text: string): number {
  const match = /^(\d{4})-(\d{2})-(\d{2})$/.exec(text)
  const day = match ? dayOf(Number(match[1]), Number(match[2]), Number(match[3])) : Number.NaN
  if (!match || Number.isNaN(day) || isoDay(day) !== text)
    throw new EngineError('usage', `不是日期：${text}（应为 2025-05-18 的写法）`)
  return day
}

export function partsOf(day: number): DayParts {
  const z = day + 719_468
  const era = Math.floor(z / 146_097)
  const doe = z - era * 146_097
  const yoe = Math.floor((doe - Math.floor(doe / 1460) + Math.floor(doe / 36_524) - Math.floor(doe / 146_096)) / 365)
  const doy = doe - (365 * yoe + Math.floor(yoe / 4) - Math.floor(yoe / 100))
  const mp = Math.floor((5 * doy + 2) / 153)
  const month = mp < 10 ? mp + 3 : mp - 9
  return { year: yoe + era * 400 + (month <= 2 ? 1 : 0), month, day: doy - Math.floor((153 * mp + 2) / 5) + 1 }
}

export function pad2(value: number): string {
  return value < 10 ? `0${value}` : String(value)
}

export function isoDay(day: number): string {
  const { year, month, day: dayOfMonth } = partsOf(day)
  return `${year}-${pad2(month)}-${pad2(dayOfMonth)}`
}

export function monthOf(day: number): number {
  const { year, month } = partsOf(day)
  return year * 12 + month - 1
}

/** A day of the given month; days beyond 28 are not used. */
export function dayInMonth(month: number, day: number): number {
  return dayOf(Math.floor(month / 12), (month % 12) + 1, day)
}

/** Full years between a birth day and a later day. */
export function ageAt(birth: number, day: number): number {
  const from = partsOf(birth)
  const to = partsOf(day)
  const early = to.month < from.month || (to.month === from.month && to.day < from.day)
  return to.year - from.year - (early ? 1 : 0)
}

export function yearOf(day: number): number {
  return partsOf(day).year
}

/** Start year of the school year (September) that holds the day. */
export function schoolYearOf(day: number): number {
  const { year, month } = partsOf(day)
  return month >= 9 ? year : year - 1
}
