const DAY = 86_400_000

const days = new Map<string, number>()

/** Day number (days since 1970-01-01) of `YYYY-MM-DD`, with or without a time behind it. */
export const dayOf = (iso: string): number => {
  const known = days.get(iso)
  if (known !== undefined) return known
  const found = /^(\d{4})-(\d{2})-(\d{2})/.exec(iso)
  if (!found) throw new Error(`not a date: ${iso}`)
  const day = Date.UTC(Number(found[1]), Number(found[2]) - 1, Number(found[3])) / DAY
  days.set(iso, day)
  return day
}

interface Parts {
  year: number
  /** 0 to 11 */
  month: number
  dayOfMonth: number
}

const parts = new Map<number, Parts>()

const partsOf = (day: number): Parts => {
  const known = parts.get(day)
  if (known) return known
  const moment = new Date(day * DAY)
  const found = { year: moment.getUTCFullYear(), month: moment.getUTCMonth(), dayOfMonth: moment.getUTCDate() }
  parts.set(day, found)
  return found
}

export const yearOf = (day: number): number => partsOf(day).year

/** year*12 + month-1 */
export const monthOf = (day: number): number => {
  const { year, month } = partsOf(day)
  return year * 12 + month
}

/** First year of the school year a day lies in; school years begin in September. */
export const schoolYearOf = (day: number): number => {
  const { year, month } = partsOf(day)
  return month >= 8 ? year : year - 1
}

/** The same day so many months later (earlier if negative), or the month's last day where it has no such day. */
export const shiftMonths = (day: number, months: number): number => {
  const target = monthOf(day) + months
  const year = Math.floor(target / 12)
  const month = target - year * 12
  const last = new Date(Date.UTC(year, month + 1, 0)).getUTCDate()
  return Date.UTC(year, month, Math.min(partsOf(day).dayOfMonth, last)) / DAY
}

/** Full months from one day to a later one: the greatest n with from + n MONTH <= to; 0 if `to` is earlier. */
export const fullMonths = (from: number, to: number): number => {
  const months = monthOf(to) - monthOf(from)
  return Math.max(0, shiftMonths(from, months) > to ? months - 1 : months)
}

export const fullYears = (from: number, to: number): number => Math.floor(fullMonths(from, to) / 12)
