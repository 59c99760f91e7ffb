import type { Category } from '../packs/pack.ts'

/** Months between two deliveries. A delivery is named by its month, so what comes more often counts as monthly. */
const REFRESH_MONTHS: Readonly<Record<Category['refresh'], number | null>> = {
  realtime: 1,
  daily: 1,
  weekly: 1,
  monthly: 1,
  quarterly: 3,
  termly: 6,
  yearly: 12,
  on_demand: null,
}

/** Whether a delivery is older than twice its refresh, so that it cannot raise anything; what is asked for on demand never is. */
export const isStale = (refresh: Category['refresh'], age: number | null): boolean => {
  const months = REFRESH_MONTHS[refresh]
  return months !== null && age !== null && age > 2 * months
}
