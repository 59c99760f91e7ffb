import { create } from 'qrcode'
import type { County, Profile } from '../contract.ts'

/** Who prints what for which purpose, and what is printed about the run itself. */
export interface PrintMeta {
  printedAt: string
  printedBy: string
  purpose: string
  asOf: string
  pack: string
  mark: string | null
  /** What each colour says in this region. */
  colours: County['colours']
}

/** Modules of a QR code, row by row, as ones and zeros. */
const qrOf = (text: string): { size: number; cells: string } => {
  const { modules } = create(text, { errorCorrectionLevel: 'M' })
  return { size: modules.size, cells: [...modules.data].map((dark) => (dark ? '1' : '0')).join('') }
}

interface Source {
  name: string
  department: string
  file: string
  rows: string
}

/** Every file that anything in the booklet rests on, with its rows. */
const sourcesOf = (profile: Profile): Source[] => {
  const files = new Map<string, { name: string; department: string; rows: Set<number> }>()
  for (const { name, department, rows } of profile.evidence)
    for (const { file, sheet, row } of rows) {
      const key = sheet === '' ? file : `${file} [${sheet}]`
      const known = files.get(key) ?? { name, department, rows: new Set<number>() }
      known.rows.add(row)
      files.set(key, known)
    }
  return [...files]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([file, { name, department, rows }]) => ({ name, department, file, rows: [...rows].sort((a, b) => a - b).join('、') }))
}

/** Data of `booklet.typ`: 一户一册, sections 1–6 and 12. */
export const bookletData = (profile: Profile, meta: PrintMeta): string =>
  JSON.stringify({
    meta: { ...meta, qr: qrOf(profile.code) },
    profile: { ...profile, evidence: [], features: [], milliseconds: 0 },
    sources: sourcesOf(profile),
  })
