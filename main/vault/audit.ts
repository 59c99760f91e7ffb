import { createHash } from 'node:crypto'
import { mkdir, open, readFile } from 'node:fs/promises'
import { dirname } from 'node:path'
import type { AuditEntry, AuditLine } from '../contract.ts'

const FIRST = '0'.repeat(64)

const digestOf = ({ digest: _, ...rest }: AuditLine): string => createHash('sha256').update(JSON.stringify(rest)).digest('hex')

/** One line of the file; null for text that is none. */
const parse = (text: string): AuditLine | null => {
  try {
    return JSON.parse(text) as AuditLine
  } catch {
    return null
  }
}

const isIntact = (lines: readonly (AuditLine | null)[]): boolean =>
  lines.every((line, index) => {
    if (line === null || line.seq !== index + 1) return false
    return line.previous === (index === 0 ? FIRST : lines[index - 1]?.digest) && line.digest === digestOf(line)
  })

export interface Audit {
  append(entry: AuditEntry): Promise<AuditLine>
  /** The newest lines, and whether the whole log is as it was written. */
  read(last: number): Promise<{ lines: AuditLine[]; intact: boolean }>
}

/** A log that is only added to: each line carries the digest of the one before, so that a change shows. */
export const openAudit = (path: string, user: string, now: () => Date): Audit => {
  let line: Promise<unknown> = Promise.resolve()
  const all = async (): Promise<(AuditLine | null)[]> => {
    const text = await readFile(path, 'utf8').catch(() => '')
    return text
      .split('\n')
      .filter((one) => one !== '')
      .map(parse)
  }
  const write = async (entry: AuditEntry): Promise<AuditLine> => {
    const lines = await all()
    const previous = lines.at(-1)?.digest ?? FIRST
    const next: AuditLine = { ...entry, seq: lines.length + 1, at: now().toISOString(), user, previous, digest: '' }
    next.digest = digestOf(next)
    await mkdir(dirname(path), { recursive: true, mode: 0o700 })
    const file = await open(path, 'a', 0o600)
    try {
      await file.appendFile(`${JSON.stringify(next)}\n`)
      await file.sync()
    } finally {
      await file.close()
    }
    return next
  }
  return {
    append: (entry) => {
      const written = line.then(() => write(entry))
      line = written.catch(() => undefined)
      return written
    },
    read: async (last) => {
      const lines = await all()
      return { lines: lines.flatMap((one) => one ?? []).slice(-last), intact: isIntact(lines) }
    },
  }
}
