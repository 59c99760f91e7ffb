import type { AdverseFilter, ExportFormat, Filter, Reply, Sort } from '../../engine/contract.ts'
import { ask, work } from '../store/engine.ts'
import { note } from '../store/shell.ts'
import { words } from '../words/zh-CN.ts'
import { download, FILE_TYPES } from './download.ts'

export interface Exported {
  name: string
  households: number
}

/** Exports all households a filter means, and gives the file to the person. */
export const exportList = async (
  filter: Filter,
  sort: Sort[],
  columns: string[],
  format: ExportFormat,
): Promise<Reply<Exported>> => {
  const pieces: Uint8Array[] = []
  const reply = await work(words.open.exporting, (options) =>
    ask('exportList', { filter, sort, columns, format }, { ...options, onPiece: async (piece) => void pieces.push(piece) }),
  )
  if (!reply.ok) return reply
  download(reply.value.name, FILE_TYPES[format], pieces)
  note('export', format, reply.value.households)
  return reply
}

/** Exports a table of the run as the command line writes it. */
export const exportTable = async (file: string): Promise<Reply<Exported>> => {
  const pieces: Uint8Array[] = []
  const reply = await work(words.open.exporting, (options) =>
    ask('exportTable', { file }, { ...options, onPiece: async (piece) => void pieces.push(piece) }),
  )
  if (!reply.ok) return reply
  download(file, FILE_TYPES.csv, pieces)
  note('export', file, null)
  return { ok: true, value: { name: file, households: 0 } }
}

/** Exports all adverse facts a filter means, and gives the file to the person. */
export const exportAdverse = async (
  filter: AdverseFilter,
  format: ExportFormat,
): Promise<Reply<{ name: string; facts: number }>> => {
  const pieces: Uint8Array[] = []
  const reply = await work(words.open.exporting, (options) =>
    ask('exportAdverse', { filter, format }, { ...options, onPiece: async (piece) => void pieces.push(piece) }),
  )
  if (!reply.ok) return reply
  download(reply.value.name, FILE_TYPES[format], pieces)
  note('export', `adverse.${format}`, reply.value.facts)
  return reply
}
