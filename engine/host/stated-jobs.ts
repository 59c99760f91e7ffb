import { asideOf, statedHeading } from '../catalogue/aside.ts'
import { EngineError, type SourceFile, type StatedMeasure, type StatedTotal } from '../contract.ts'
import { rowsOf } from '../extract/canonical.ts'
import { openFile } from '../extract/open.ts'
import type { TextRow } from '../extract/sheet.ts'
import { sql } from '../sql/tag.ts'
import { keepMeasures, keepTotals, measureOf, totalOf, totals } from '../view/stated.ts'
import type { Jobs } from './protocol.ts'
import { needSession, type Session } from './session.ts'

/** Most rows of a file of stated figures; beyond them it is something else. */
const MOST_ROWS = 5_000

interface Stated {
  totals: StatedTotal[]
  measures: StatedMeasure[]
  problems: string[]
}

const readRows = (session: Session, source: string, rows: readonly TextRow[], found: Stated): void => {
  const heading = statedHeading(rows)
  if (!heading) return
  for (const { line, cells } of rows.slice(heading.at + 1)) {
    const cell = (index: number): string => (index < 0 ? '' : (cells[index] ?? '').trim())
    const date = cell(heading.date)
    const stated =
      heading.kind === 'totals'
        ? totalOf(session, cell(heading.subject), cell(heading.value), date, source)
        : measureOf(session, [cell(heading.subject), cell(heading.measure), cell(heading.value)], date, source)
    if (typeof stated === 'string') found.problems.push(`${source} 第 ${line} 行：${stated}`)
    else if ('category' in stated) found.totals.push(stated)
    else found.measures.push(stated)
  }
}

/** Stated figures of files; what cannot be understood is said by file and line. */
const readStated = async (session: Session, files: readonly SourceFile[]): Promise<Stated> => {
  const found: Stated = { totals: [], measures: [], problems: [] }
  for (const file of files) {
    for (const opened of await openFile(file)) {
      if (opened.problem) found.problems.push(`${opened.file.path}：${opened.problem.message}`)
      for (const sheet of opened.sheets) {
        const rows: TextRow[] = []
        for await (const chunk of sheet.chunks({ columns: null, after: 0, limit: MOST_ROWS })) rows.push(...rowsOf(chunk))
        const aside = asideOf(sheet.name, [], rows)
        const name = sheet.name === '' ? opened.file.path : `${opened.file.path} ${sheet.name}`
        if (aside?.rule === 'stated_totals') readRows(session, name, rows, found)
      }
    }
  }
  return found
}

/** Keeps what files of an opened delivery state. */
export const takeStated = async (session: Session): Promise<void> => {
  const { db, files } = session
  const paths = new Set(
    db
      .rows<{ path: string }>(
        sql`SELECT DISTINCT s.path FROM finding f JOIN source s ON s.src = f.src WHERE f.rule = 'stated_totals'`,
      )
      .map(({ path }) => path),
  )
  const wanted = files.filter(({ path }) => paths.has(path) || [...paths].some((one) => one.startsWith(`${path}/`)))
  if (wanted.length === 0) return
  const stated = await readStated(session, wanted)
  keepTotals(session, stated.totals)
  keepMeasures(session, stated.measures)
}

export const importTotalsJob: Jobs['importTotals'] = async (_, host) => {
  const session = needSession(host)
  const stated = await readStated(session, host.files)
  const read = stated.totals.length + stated.measures.length
  if (read === 0 && stated.problems.length === 0)
    throw new EngineError(
      'usage',
      '文件里没有“类别代码、总数”或“地区、指标、数值”这样的标题行，请按数据目录里写明的格式整理后再导入',
    )
  keepTotals(session, stated.totals)
  keepMeasures(session, stated.measures)
  return { totals: totals(session), read, problems: stated.problems }
}

export const stateTotalsJob: Jobs['stateTotals'] = async ({ totals: stated }, host) => {
  const session = needSession(host)
  keepTotals(session, stated)
  return totals(session)
}
