import type { Refresh } from '../contract.ts'
import type { Category } from '../packs/pack.ts'
import { id, type Sql, sql } from '../sql/tag.ts'

/** Longest days between two deliveries of each refresh. */
const DAYS: Readonly<Record<Refresh, number | null>> = {
  realtime: 1,
  daily: 1,
  weekly: 7,
  monthly: 31,
  quarterly: 92,
  termly: 184,
  yearly: 366,
  on_demand: null,
}

export const refreshDays = (refresh: Refresh): number | null => DAYS[refresh]

const DAY = 86_400_000

export const daysBetween = (from: string, to: string): number => Math.round((Date.parse(to) - Date.parse(from)) / DAY)

/** First day of a month given as year × 12 + month − 1. */
export const firstDay = (month: number): string =>
  `${String(Math.floor(month / 12)).padStart(4, '0')}-${String((month % 12) + 1).padStart(2, '0')}-01`

/** Last day of such a month, or as-of where that comes first. */
export const lastDay = (month: number, asOf: string): string => {
  const last = new Date(Date.parse(firstDay(month + 1)) - DAY).toISOString().slice(0, 10)
  return last < asOf ? last : asOf
}

/** The earliest day a row's time may mean, as DATE; null where the category's rows have no time. */
export const sinceSql = (category: Category, delivered: ReadonlySet<string>): Sql | null => {
  const { time } = category
  const column = category.columns.find(({ name }) => name === time)
  if (!column || !delivered.has(column.name)) return null
  const cell = id(column.name)
  switch (column.type) {
    case 'date':
      return cell
    case 'datetime':
      return sql`CAST(${cell} AS DATE)`
    case 'month':
      return sql`make_date(${cell} // 12, ${cell} % 12 + 1, 1)`
    case 'year':
      return sql`make_date(${cell}, 1, 1)`
    case 'schoolyear':
      return sql`make_date(${cell}, 9, 1)`
    default:
      return null
  }
}

/** Column that says when a row was last changed; `CUR` of the rule language goes by it too. */
const UPDATED = 'upd_time'

/** The day a row was last changed, as DATE. */
export const updatedSql = ({ columns }: Category): Sql =>
  columns.some(({ name, type }) => name === UPDATED && type === 'datetime')
    ? sql`CAST(${id(UPDATED)} AS DATE)`
    : sql`CAST(NULL AS DATE)`
