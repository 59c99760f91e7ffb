import { monthOf, schoolYearOf, shiftMonths, yearOf } from './dates.ts'
import type { Truth, Value } from './value.ts'

/** The newest calendar index a window may end at: the last complete one, or the newest delivered if that is older. */
const anchor = (unit: 'month' | 'year' | 'schoolyear', asOf: number, newest: number | null): number => {
  const last = { month: monthOf(asOf) - 1, year: yearOf(asOf), schoolyear: schoolYearOf(asOf) }[unit]
  return newest === null ? last : Math.min(last, newest)
}

/**
 * `x WITHIN n MONTH`. Dates: from as-of minus n months to as-of, both included. Months, years and school years:
 * the last n months (or as many years as hold them) that end at the anchor.
 * @param newest newest delivered value of the category's time column, if it has one
 */
export const within = (value: Value, months: number, asOf: number, newest: number | null): Truth => {
  switch (value.kind) {
    case 'none':
      return false
    case 'unknown':
      return null
    case 'date':
      return value.day >= shiftMonths(asOf, -months) && value.day <= asOf
    case 'calendar': {
      const end = anchor(value.unit, asOf, newest)
      const span = value.unit === 'month' ? months : Math.ceil(months / 12)
      return value.index > end - span && value.index <= end
    }
    default:
      throw new Error(`WITHIN on a ${value.kind}`)
  }
}
