/** What arrived of one category. */
export interface Delivery {
  /** Columns that some file of the category carried. */
  columns: ReadonlySet<string>
  /** Newest value of a month, year or school-year time column not after as-of; null where the category has none. */
  newest: number | null
  rows: number
}

/** Category code to its delivery; a category that is missing was not delivered. */
export type Deliveries = ReadonlyMap<string, Delivery>
