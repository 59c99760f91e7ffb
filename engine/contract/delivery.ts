/** What became of one sheet of one offered file. */
export interface FileOutcome {
  path: string
  sheet: string
  sha256: string
  /** By what it was recognised (sheet, file, folder, heading, template), how surely (0 to 1), and by which template. */
  by: string
  confidence: number
  template: string
  /** Category it was taken for; empty where none was recognised. */
  category: string
  categoryName: string
  department: string
  period: string
  encoding: string
  rowsIn: number
  loaded: number
  refused: number
  repeated: number
  footer: number
  /** Why a file was not read; empty for a file that was. */
  problem: string
}

/** A file of a delivery as a review knows it. */
export type DeliveredFile = Pick<FileOutcome, 'path' | 'sheet' | 'sha256' | 'category'>

/** What a further delivery does to one category. */
export interface CategoryReview {
  category: string
  name: string
  department: string
  /** Rows loaded before and after; null where the category was not there. */
  rowsBefore: number | null
  rowsAfter: number | null
  /** Keys of the category that are new, have other content, are there no more. */
  added: number
  changed: number
  gone: number
  /** Rows that the newest files before and now came with. */
  sentBefore: number | null
  sentAfter: number | null
  periodBefore: string
  periodAfter: string
  /** Share of rows whose person the register knows, and whose number is valid; null where there is no person. */
  matchBefore: number | null
  matchAfter: number | null
  validAfter: number | null
}

export type AlarmRule = 'rows_down' | 'match_down' | 'match_low' | 'ids_invalid' | 'older_period' | 'category_gone'

/** Why a delivery looks wrong; a person decides. */
export interface Alarm {
  rule: AlarmRule
  category: string
  message: string
}

/** What would change if the newly opened county took the place of the former one. */
export interface Review {
  categories: CategoryReview[]
  alarms: Alarm[]
  /** New sheets of which nothing was loaded, and why. */
  unread: { path: string; sheet: string; message: string }[]
  /** Findings by rule whose number changed. */
  findings: { rule: string; name: string; severity: string; before: number; after: number }[]
  households: { before: number | null; after: number }
  persons: { before: number | null; after: number }
}

/** How one delivery is held against another. */
export interface DeliveryRequests {
  /** SHA-256 of each offered file, or of the files inside an archive. */
  fileDigests: { params: Record<never, never>; reply: { path: string; sha256: string[] }[] }
  /** What the open county was made of, with digests of the categories whose files are others in `files`. */
  deliveryState: { params: { files: DeliveredFile[] }; reply: Uint8Array }
  /** Holds the open county against a former one's state; without one only what looks wrong by itself is said. */
  review: { params: { former: Uint8Array | null }; reply: Review }
}
