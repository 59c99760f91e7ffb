import { EngineError, type Filter } from '../contract.ts'
import { coverSheet } from '../report/cover.ts'
import { runTables, tableText } from '../report/files.ts'
import { quotedCell } from '../report/table.ts'
import { type SheetText, workbook } from '../report/workbook.ts'
import { breathe } from '../run.ts'
import { decodeColumns } from '../sql/decode.ts'
import { filterWords, regionName, scopeWords } from '../view/filter-words.ts'
import { type ListSource, listSources, listValues } from '../view/list-columns.ts'
import { listQuery } from '../view/listing.ts'
import type { Host, Jobs } from './protocol.ts'
import { needSession, type Session } from './session.ts'

const BATCH = 2_000

/** Rows of the export in the order of the list. Numbers stay numbers, yuan in yuan, shares as fractions. */
function* batches(session: Session, hids: Int32Array, sources: readonly ListSource[]): Generator<(string | number | null)[][]> {
  for (let from = 0; from < hids.length; from += BATCH) {
    const rows = listValues(session, [...hids.subarray(from, from + BATCH)], sources)
    yield rows.map((row) =>
      sources.map((source) => {
        const value = row.get(source.code) ?? null
        if (value === null) return null
        if (typeof value === 'number' || typeof value === 'bigint')
          return source.kind === 'yuan' ? Number(value) / 100 : Number(value)
        return source.shown(value)
      }),
    )
  }
}

const fileName = (session: Session, filter: Filter, households: number): string => {
  const { pack, model, record } = session
  const place = filter.region === undefined ? pack.name : `仅${regionName(session, filter.region)}`
  return [`家庭名单`, place, `${households}户`, model.asOf, ...(record.mark ? [record.mark] : [])]
    .join('_')
    .replaceAll(/[\\/:*?"<>|\s]/g, '')
}

const cover = (session: Session, filter: Filter, sources: readonly ListSource[], households: number): SheetText => {
  const { pack, model, record } = session
  const words = filterWords(session, filter)
  return coverSheet([
    ['标题', '精平扶 家庭名单'],
    ...(record.mark ? [['性质', `${record.mark}：由程序生成，不对应任何真实个人`] as const] : []),
    ['户数', households],
    ['范围', scopeWords(session, filter)],
    ['筛选条件', words.length > 0 ? words.join('；') : '无'],
    ['基准日', model.asOf],
    ['知识包', `${pack.name} ${pack.version}`],
    ['列', sources.map(({ name }) => name).join('、')],
    ['说明', '姓名、地址已遮蔽，不含身份证号；空格表示资料不足；得分仅供参考，由人决定。'],
  ])
}

const PIECE = 1_000_000

/** Sends text or bytes in pieces of a fair size; returns how many bytes. */
export const sendAll = async (host: Host, pieces: Iterable<string | Uint8Array>): Promise<number> => {
  let [waiting, held, bytes]: [Uint8Array[], number, number] = [[], 0, 0]
  const flush = async (): Promise<void> => {
    const whole = new Uint8Array(held)
    let at = 0
    for (const part of waiting) {
      whole.set(part, at)
      at += part.byteLength
    }
    waiting = []
    held = 0
    if (whole.byteLength > 0) await host.send(whole)
  }
  for (const piece of pieces) {
    const part = typeof piece === 'string' ? new TextEncoder().encode(piece) : piece
    waiting.push(part)
    held += part.byteLength
    bytes += part.byteLength
    if (held >= PIECE) await flush()
    await breathe(host.signal)
  }
  await flush()
  return bytes
}

/** Rows as a CSV file that no spreadsheet runs. */
export function* csv(names: readonly string[], rows: Iterable<(string | number | null)[][]>): Generator<string> {
  const line = (cells: readonly (string | number | null)[]): string =>
    `${cells.map((cell) => (cell === null ? '' : typeof cell === 'number' ? String(cell) : quotedCell(cell))).join(',')}\n`
  yield `\uFEFF${line(names)}`
  for (const batch of rows) yield batch.map(line).join('')
}

/** Writes what a filter means, all of it, as CSV or as a workbook with a cover sheet. */
export const exportListJob: Jobs['exportList'] = async ({ filter, sort, columns, format }, host) => {
  const session = needSession(host)
  const all = new Map(listSources(session).map((source) => [source.code, source]))
  const sources = ['household_id', ...columns.filter((code) => code !== 'household_id')].flatMap((code) => all.get(code) ?? [])
  const { hid: hids = new Int32Array() } = decodeColumns(session.db.arrow(listQuery(session, filter, sort)))
  const total = hids.length
  let done = 0
  const rows = function* (): Generator<(string | number | null)[][]> {
    for (const batch of batches(session, hids, sources)) {
      done += batch.length
      host.progress({ stage: 'report', done, total, note: '' })
      yield batch
    }
  }
  const names = sources.map(({ name }) => name)
  const list: SheetText = {
    name: '名单',
    headings: names,
    widths: sources.map(({ kind }) => (kind === 'text' ? 18 : 12)),
    batches: rows,
  }
  const bytes = await sendAll(
    host,
    format === 'csv' ? csv(names, rows()) : workbook([cover(session, filter, sources, total), list]),
  )
  return { name: `${fileName(session, filter, total)}.${format}`, households: total, bytes }
}

/** A table of the run as the command line writes it, byte for byte. */
export const exportTableJob: Jobs['exportTable'] = async ({ file }, host) => {
  const { db, pack, columns, full } = needSession(host)
  const table = runTables(pack, { columns }, full, false).find((one) => one.file === file)
  if (!table) throw new EngineError('usage', `没有“${file}”这张表`)
  return { bytes: await sendAll(host, tableText(db, table)) }
}
