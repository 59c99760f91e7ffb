/** What the page may ask of the shell it runs in; both shells serve this table and nothing else. Bytes cross only sealed. */

export interface ShellInfo {
  shell: 'electron' | 'loopback'
  version: string
  /** Whether the sample county is to be opened at once. */
  sample: boolean
  /** Account of the operating system, for watermarks and the audit. */
  user: string
  machine: string
}

export interface VaultEntry {
  name: string
  size: number
  /** ISO timestamp. */
  modified: string
}

export type AuditAction = 'open' | 'reveal' | 'export' | 'print' | 'save' | 'restore' | 'review'

/** Why a household is shown unmasked; a fixed list, so that no name can be written into the audit. */
export const REASONS = ['visit', 'recheck', 'application', 'complaint', 'superior', 'inspection'] as const
export type Reason = (typeof REASONS)[number]

export interface AuditEntry {
  action: AuditAction
  /** Household token, region code or kind of file: letters, digits, `.`, `_`, `-`. */
  subject: string
  reason: Reason | null
  /** Households or rows concerned. */
  count: number | null
}

/** A line of the append-only log; `digest` covers the line and the digest before it. */
export interface AuditLine extends AuditEntry {
  seq: number
  /** ISO timestamp. */
  at: string
  user: string
  previous: string
  digest: string
}

export type ShellFailureCode = 'usage' | 'not_found' | 'disk_full' | 'denied' | 'unreachable' | 'internal'
export type ShellReply<T> = { ok: true; value: T } | { ok: false; code: ShellFailureCode; message: string }

/** A mapping template as its JSON text. */
export interface KeptTemplate {
  name: string
  text: string
}

/** Workspaces stand in the shell's vault folder as `<name>.jpf`; a write is invisible until it is committed. */
export interface ShellCalls {
  info: { params: Record<never, never>; reply: ShellInfo }
  vaultList: { params: Record<never, never>; reply: VaultEntry[] }
  vaultRead: { params: { name: string; offset: number; length: number }; reply: Uint8Array }
  vaultBegin: { params: { name: string }; reply: { id: string } }
  vaultAppend: { params: { id: string; bytes: Uint8Array }; reply: { size: number } }
  vaultCommit: { params: { id: string }; reply: VaultEntry }
  vaultAbort: { params: { id: string }; reply: Record<never, never> }
  auditAppend: { params: AuditEntry; reply: AuditLine }
  auditRead: { params: { last: number }; reply: { lines: AuditLine[]; intact: boolean } }
  /** Templates that tell how departments name their columns; a write replaces all of them. */
  templatesRead: { params: Record<never, never>; reply: KeptTemplate[] }
  templatesWrite: { params: { templates: KeptTemplate[] }; reply: { count: number } }
  quit: { params: Record<never, never>; reply: Record<never, never> }
}

export type ShellCall = keyof ShellCalls

/** The page's side; never rejects. */
export type Shell = {
  [Name in ShellCall]: (params: ShellCalls[Name]['params']) => Promise<ShellReply<ShellCalls[Name]['reply']>>
}

/** Most characters of one template, and of all that are kept. */
export const MOST_TEMPLATE = 65_536
export const MOST_TEMPLATES = 1_048_576

/** Most bytes one `vaultRead` or `vaultAppend` carries. */
export const MOST_BYTES = 4_194_304
