/** How one heading of a department's file becomes a catalogue column. */
export interface TemplateColumn {
  heading: string
  /** Which of several equal headings, from 1. */
  nth: number
  /** Catalogue column; null where the heading is passed over. */
  column: string | null
  /** Unit the amounts are written in; null for what the heading or the catalogue says. */
  unit: '元' | '万元' | null
  /** Period the amounts are for where the catalogue expects the other. */
  period: '月' | '年' | null
  /** Order of the parts of a date written with day or month first. */
  date: 'DMY' | 'MDY' | null
  /** Codes of labels that the code list does not know. */
  labels: Record<string, string>
}

/** What a department calls its columns, kept so that its next delivery is understood. Holds no data of persons. */
export interface Template {
  format: 'jpfmap/1'
  name: string
  department: string
  category: string
  /** Pattern of file names, `*` for anything; a template with one outranks the category the name states. */
  file: string | null
  sheet: string | null
  encoding: 'utf-8' | 'gb18030' | null
  /** Line of the heading where several fit. */
  headingRow: number | null
  /** All headings of the file the template was made on: its fingerprint. */
  headings: string[]
  columns: TemplateColumn[]
}

/** A template as text, from a file or from the shell; checked where it is used. */
export interface TemplateText {
  path: string
  text: string
}

export const TEMPLATE_FORMAT = 'jpfmap/1'
export const TEMPLATE_ENDING = '.jpfmap.json'
