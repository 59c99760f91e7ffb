import type { ExportFormat, FindingFilter, OfferedFile, Reply, Requests } from '../../engine/contract.ts'
import { ask, work } from '../store/engine.ts'
import { note } from '../store/shell.ts'
import { words } from '../words/zh-CN.ts'
import { download, FILE_TYPES } from './download.ts'

/** Gives the workbook that a department, or one category of it, is to fill in. */
export const exportTemplate = async (code: string): Promise<Reply<string>> => {
  const pieces: Uint8Array[] = []
  const reply = await work(words.open.exporting, (options) =>
    ask('exportTemplate', { code }, { ...options, onPiece: async (piece) => void pieces.push(piece) }),
  )
  if (!reply.ok) return reply
  download(reply.value.name, FILE_TYPES.xlsx, pieces)
  note('export', `template-${code}`, null)
  return { ok: true, value: reply.value.name }
}

/** Gives the rows that departments are to mend. */
export const exportFindings = async (
  filter: FindingFilter,
  format: ExportFormat,
  plain: boolean,
): Promise<Reply<Requests['exportFindings']['reply']>> => {
  const pieces: Uint8Array[] = []
  const reply = await work(words.open.exporting, (options) =>
    ask('exportFindings', { filter, format, plain }, { ...options, onPiece: async (piece) => void pieces.push(piece) }),
  )
  if (!reply.ok) return reply
  download(reply.value.name, FILE_TYPES[format], pieces)
  note('export', plain ? 'findings-plain' : 'findings', reply.value.rows)
  return reply
}

/** Reads stated totals or a statistical report. */
export const importTotals = (files: readonly OfferedFile[]): Promise<Reply<Requests['importTotals']['reply']>> =>
  ask('importTotals', {}, { files })
