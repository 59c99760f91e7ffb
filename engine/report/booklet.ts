import { create } from 'qrcode'
import type { Profile } from '../contract.ts'

/** Who prints what for which purpose, and what is printed about the run itself. */
export interface PrintMeta {
  printedAt: string
  printedBy: string
  purpose: string
  asOf: string
  pack: string
  mark: string | null
}

/** Modules of a QR code, row by row, as ones and zeros. */
const qrOf = (text: string): { size: number; cells: string } => {
  const { modules } = create(text, { errorCorrectionLevel: 'M' })
  return { size: modules.size, cells: [...modules.data].map((dark) => (dark ? '1' : '0')).join('') }
}

/** Most evidence rows a booklet lists. */
const MOST_SOURCES = 60

/** Data of `booklet.typ`: 一户一册, sections 1–6 and 12. */
export const bookletData = (profile: Profile, meta: PrintMeta): string => {
  const rows = profile.evidence.flatMap(({ name, department, rows: found }) =>
    found.map(({ file, row, date }) => ({ name, department, file, row, date })),
  )
  const sources = [...new Map(rows.map((one) => [`${one.file} ${one.row}`, one])).values()].slice(0, MOST_SOURCES)
  return JSON.stringify({
    meta: { ...meta, qr: qrOf(profile.code) },
    profile: { ...profile, evidence: [], features: [] },
    sources,
  })
}
