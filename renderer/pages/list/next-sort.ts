import type { Sort } from '../../../engine/contract.ts'

const MOST = 3

/** The order after a heading is pressed: up, down, none; with the shift key beside the orders there are. */
export const nextSort = (sort: readonly Sort[], column: string, further: boolean): Sort[] => {
  const present = sort.find((one) => one.column === column)
  const others = further ? sort.filter((one) => one.column !== column) : []
  if (present?.descending) return [...others]
  return [...others, { column, descending: present !== undefined }].slice(-MOST)
}
