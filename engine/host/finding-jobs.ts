import { EngineError, type FindingFilter, type FindingRow } from '../contract.ts'
import type { Encoding } from '../extract/sheet.ts'
import { readCells } from '../load/evidence.ts'
import type { Category } from '../packs/pack.ts'
import { type MendLine, mendingCells, mendingHeadings, mendingSheet } from '../report/quarantine.ts'
import { workbook } from '../report/workbook.ts'
import { breathe } from '../run.ts'
import { sql } from '../sql/tag.ts'
import { findingLines } from '../view/findings.ts'
import { csv, sendAll } from './export-jobs.ts'
import type { Host, Jobs } from './protocol.ts'
import { needSession, type Session } from './session.ts'

interface SourceRow {
  src: number
  path: string
  sheet: string
  category: string | null
  encoding: string | null
  header_row: number | null
  mapping: string | null
  [name: string]: string | number | null
}

/** Lines of one source with their cells, where its extract is at hand. */
const sourceLines = async (
  { files }: Session,
  source: SourceRow,
  category: Category | undefined,
  found: ReadonlyMap<number | null, FindingRow[]>,
): Promise<MendLine[]> => {
  const { path, sheet, encoding, header_row: headerRow, mapping } = source
  const rows = new Set([...found.keys()].filter((row) => row !== null && row !== headerRow) as number[])
  const place = { path, sheet, encoding: encoding as Encoding, headerRow: headerRow ?? 0, mapping }
  const readable = category !== undefined && encoding !== null && headerRow !== null && files.length > 0
  const cells = readable ? await readCells(files, place, category, rows) : new Map()
  return [...found].map(([row, findings]) => ({ findings, cells: (row === null ? undefined : cells.get(row)) ?? new Map() }))
}

/** Lines by category, in the order of the pack; those about whole files and headings first, under no category. */
const linesByCategory = async (
  session: Session,
  found: ReadonlyMap<number, ReadonlyMap<number | null, FindingRow[]>>,
  host: Host,
): Promise<Map<Category | undefined, MendLine[]>> => {
  const { db, pack } = session
  const sources = db.rows<SourceRow>(
    sql`SELECT src, path, sheet, category, encoding, header_row, mapping FROM source ORDER BY src`,
  )
  const lines = new Map<Category | undefined, MendLine[]>([undefined, ...pack.categories].map((category) => [category, []]))
  for (const [done, source] of sources.entries()) {
    const rows = found.get(source.src)
    host.progress({ stage: 'report', done, total: sources.length, note: source.path })
    await breathe(host.signal)
    if (!rows) continue
    const category = source.category === null ? undefined : pack.category(source.category)
    for (const line of await sourceLines(session, source, category, rows)) {
      const [first] = line.findings
      const whole = first?.row === null || first?.row === source.header_row
      lines.get(whole ? undefined : category)?.push(line)
    }
  }
  return new Map([...lines].filter(([, list]) => list.length > 0))
}

const fileName = ({ pack, model, record }: Session, filter: FindingFilter, rows: number): string => {
  const department = pack.departments.find(({ code }) => code === filter.department)?.name
  const category = filter.category ? pack.category(filter.category) : undefined
  const scope = category ? `${category.code}${category.name}` : (department ?? '全部部门')
  return ['待更正', scope, `${rows}行`, model.asOf, ...(record.mark ? [record.mark] : [])]
    .join('_')
    .replaceAll(/[\\/:*?"<>|\s]/g, '')
}

/** Writes what departments are to mend. */
export const exportFindingsJob: Jobs['exportFindings'] = async ({ filter, format, plain }, host) => {
  const session = needSession(host)
  const found = findingLines(session, filter, plain)
  const all = [...found.values()].flatMap((rows) => [...rows.values()])
  if (all.length === 0) throw new EngineError('not_found', '这个范围里没有要更正的内容：请放宽筛选条件')
  const lines = await linesByCategory(session, found, host)
  const [only] = lines.size === 1 ? lines.keys() : []
  const flat = [...lines.values()].flat()
  const bytes = await sendAll(
    host,
    format === 'xlsx'
      ? workbook([...lines].map(([category, list]) => mendingSheet(category, list, plain)))
      : csv(mendingHeadings(only), [flat.map((line) => mendingCells(line, only, plain))]),
  )
  const findings = all.reduce((sum, line) => sum + line.length, 0)
  return { name: `${fileName(session, filter, flat.length)}.${format}`, findings, rows: flat.length, bytes }
}
