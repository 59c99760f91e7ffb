import type { ExportFormat, Named } from '../contract.ts'

/** error: not loaded; warning: loaded, with something to mend; info: loaded, worth knowing. */
export type Severity = 'error' | 'warning' | 'info'

/** Which findings are meant. Every part that is present must hold; an empty code means none was recognised. */
export interface FindingFilter {
  department?: string
  category?: string
  rule?: string
  severity?: Severity
  /** Path of an offered file. */
  file?: string
  /** Words that stand in the file's path or in what is said of it. */
  search?: string
}

/** Findings of one rule in one category. */
export interface FindingTally {
  department: Named
  category: Named
  rule: Named
  severity: Severity
  findings: number
  /** Rows they stand at; findings about whole files stand at none. */
  rows: number
  files: number
}

export interface FindingRow {
  department: Named
  category: Named
  file: string
  sheet: string
  /** Line (CSV) or row (workbook); null for a whole file. */
  row: number | null
  /** Title of the column; empty for a whole row or file. */
  column: string
  rule: Named
  severity: Severity
  /** Original text, masked unless asked plainly; empty where the cell is blank or none is meant. */
  text: string
  /** One sentence: what it is, what became of it, what to do. */
  message: string
}

export interface Findings {
  /** Findings that the filter means. */
  total: number
  /** Of these, by department, category and rule, in the order of the pack and of severity. */
  tally: FindingTally[]
  /** Of these, from `from` up to but without `to`, in the order of files and rows. */
  rows: FindingRow[]
  milliseconds: number
}

/** What may be asked of the findings of an open county. */
export interface FindingRequests {
  findings: { params: { filter: FindingFilter; from: number; to: number; plain: boolean }; reply: Findings }
  /**
   * Sends refused rows and findings for the departments to mend, a line for each row, with its original cells under the
   * titles of its category (CSV: where all are of one category). `plain` shows names and numbers; only such a file can be
   * mended in place and loaded again.
   */
  exportFindings: {
    params: { filter: FindingFilter; format: ExportFormat; plain: boolean }
    reply: { name: string; findings: number; rows: number; bytes: number }
  }
}
