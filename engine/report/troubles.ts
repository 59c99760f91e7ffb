import type { Pack } from '../packs/pack.ts'
import type { Row } from '../sql/database.ts'
import { sql } from '../sql/tag.ts'
import { maskCell, maskNumbers, maskRecord } from './mask.ts'
import type { OutputColumn, OutputTable } from './table.ts'

const text = (...names: string[]): OutputColumn[] => names.map((name) => ({ name, format: 'text' }))

/** What two sources say differently, one row each. */
export const conflicts = (plain: boolean): OutputTable => ({
  file: 'conflicts.csv',
  columns: [
    ...text('kind', 'token', 'household_id', 'chosen', 'other', 'category', 'file', 'sheet'),
    { name: 'row', format: 'number' },
    ...text('message'),
  ],
  query: sql`SELECT c.kind, p.token AS token, coalesce(h.household_id, d.household_id) AS household_id, CAST(c.chosen AS VARCHAR) AS chosen, CAST(c.other AS VARCHAR) AS other, c.category, s.path AS file, s.sheet, c.row, c.message
    FROM conflict c JOIN person p ON p.pk = c.pk LEFT JOIN household h ON h.hid = c.hid LEFT JOIN dissolved d ON d.hid = c.hid LEFT JOIN source s ON s.src = c.src
    ORDER BY c.kind, p.token, c.category, s.path, s.sheet, c.row, c.other, c.chosen, c.message`,
  ...(plain ? {} : { mask: (row: Row): Row => ({ ...row, chosen: masked(row.chosen), other: masked(row.other) }) }),
})

const masked = (value: Row[string] | undefined): string | null =>
  value === null || value === undefined ? null : maskNumbers(String(value))

/** What could not be read or does not hold, with the original text. */
export const findings = (pack: Pack, plain: boolean): OutputTable => ({
  file: 'findings.csv',
  columns: [
    ...text('file', 'sheet'),
    { name: 'row', format: 'number' },
    ...text('category', 'column', 'rule', 'severity', 'text', 'message'),
  ],
  query: sql`SELECT s.path AS file, s.sheet, f.row, f.category, f.column_name AS "column", f.rule, f.severity, f.text, f.message
    FROM finding f LEFT JOIN source s ON s.src = f.src ORDER BY s.path NULLS FIRST, s.sheet NULLS FIRST, f.row, f.column_name, f.rule, f.text, f.message, f.category, f.severity`,
  ...(plain ? {} : { mask: (row: Row): Row => maskFinding(pack, row) }),
})

/** What may be shown of a finding: names and numbers hidden in its original text and its message. */
export const maskFinding = (pack: Pack, row: Row): Row => ({ ...row, text: hidden(pack, row), message: masked(row.message) })

const hidden = (pack: Pack, row: Row): string | null => {
  if (row.text === null || row.text === undefined) return null
  if (row.column === null && /[,\t;|，；]/.test(String(row.text))) return maskNumbers(maskRecord(String(row.text)))
  const column = pack.category(String(row.category))?.columns.find((one) => one.name === row.column)
  return maskCell(String(row.text), column)
}
