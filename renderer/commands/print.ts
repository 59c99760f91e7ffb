import type { Filter, PrintDocument, Reply } from '../../engine/contract.ts'
import { openPrinter, type PrinterClient } from '../../engine/host/printer-client.ts'
import { ask } from '../store/engine.ts'
import { note } from '../store/shell.ts'
import { download } from './download.ts'
import { person, today } from './stamp.ts'

let printer: PrinterClient | null = null

/** One worker sets every paper of a session. */
const needPrinter = (): PrinterClient => {
  printer ??= openPrinter(new Worker(new URL('../../engine/host/print-worker.ts', import.meta.url), { type: 'module' }))
  return printer
}

const stamp = (): { printedAt: string; printedBy: string } => ({ printedAt: today(), printedBy: person() })

const printed = async (document: Reply<PrintDocument>): Promise<Reply<string>> => {
  if (!document.ok) return document
  const pdf = await needPrinter().print(document.value)
  if (!pdf.ok) {
    if (pdf.code === 'lost') printer = null
    return pdf
  }
  download(`${document.value.name}.pdf`, 'application/pdf', [pdf.value])
  return { ok: true, value: document.value.name }
}

/** 一户一册 of a household, as a PDF. */
export const printBooklet = async (household: string, purpose: string): Promise<Reply<string>> => {
  const reply = await printed(await ask('booklet', { household, purpose, ...stamp() }))
  if (reply.ok) note('print', household, 1)
  return reply
}

/** 花名册 of a region, as a PDF. */
export const printRoster = async (region: string, filter: Filter): Promise<Reply<string>> => {
  const reply = await printed(await ask('roster', { region, filter, ...stamp() }))
  if (reply.ok) note('print', `roster-${region.replace('?', '')}`, null)
  return reply
}
