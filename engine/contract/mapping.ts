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

/** A column of the catalogue, as a person chooses it. */
export interface CatalogueColumn {
  name: string
  title: string
  type: string
  unit: string
  /** Period the amounts are expected for. */
  period: '月' | '年' | null
  required: boolean
  codes: { code: string; name: string }[]
}

/** A heading of a file with the column it was given, or may be given. */
export interface HeadingLook {
  index: number
  heading: string
  nth: number
  column: string | null
  /** name, alias, similar or template; empty where it has no column. */
  by: string
  confidence: number
  suggestion: { column: string; confidence: number } | null
  /** Some cells below it, masked. */
  samples: string[]
}

/** What one sheet is, or may be. */
export interface SheetLook {
  path: string
  sheet: string
  encoding: string
  /** What a load makes of it; empty where it is not loaded. */
  taken: string
  /** sheet, file, folder, heading or template. */
  by: string
  confidence: number
  template: string
  /** Why it is not loaded; empty where it is. */
  problem: string
  /** Category the file is named after, if any. */
  named: string
  candidates: { category: string; confidence: number; missing: string[] }[]
  /** Category the headings are held against: the one asked for, or the likeliest. */
  category: string
  columns: CatalogueColumn[]
  headingRow: number | null
  headings: HeadingLook[]
  /** Required columns that no heading has. */
  missing: string[]
}

export interface CatalogueEntry {
  code: string
  name: string
  department: string
  departmentName: string
}

export interface Inspection {
  sheets: SheetLook[]
  /** Every category there is. */
  catalogue: CatalogueEntry[]
}

export interface PreviewCell {
  /** As it stands in the file, masked. */
  text: string
  /** As it is typed, masked; empty where it could not be read. */
  shown: string
  finding: string
}

export interface Preview {
  /** Why nothing could be read; empty where something was. */
  problem: string
  columns: { name: string; title: string }[]
  rows: { line: number; loaded: boolean; cells: PreviewCell[] }[]
  /** Over the rows that were read: all of the sheet, or its first thousand. */
  counts: { rowsIn: number; loaded: number; refused: number; repeated: number; footer: number }
  findings: { column: string; rule: string; name: string; severity: string; message: string; count: number }[]
  /** Labels of code columns that no code is known for, most frequent first. */
  labels: { column: string; label: string; count: number }[]
  whole: boolean
}

/** What a person asks of files that are not understood; needs no open county. */
export interface MappingRequests {
  /** Looks into the offered files; one sheet, category and heading line may be asked for. */
  inspect: {
    params: {
      pack: string
      templates: TemplateText[]
      at: { path: string; sheet: string; category: string | null; headingRow: number | null } | null
    }
    reply: Inspection
  }
  /** Loads one sheet of the offered file by a template, to be looked at. */
  previewMapping: {
    params: { pack: string; asOf: string; template: Template; path: string; sheet: string; whole: boolean }
    reply: Preview
  }
}
