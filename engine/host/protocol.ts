import type { OfferedFile, OnProgress, Progress, Reply, Requests, SourceFile } from '../contract.ts'
import type { PeopleSummary } from '../people/summary.ts'
import type { Database } from '../sql/database.ts'
import type { Desk } from './session.ts'

export interface RunReply {
  people: PeopleSummary
  /** Bytes the engine had claimed when the last stage was done. */
  memory: number
  /** Evidence of the households asked for: rows found and how long it took. */
  evidence: { rows: number; milliseconds: number }[]
  /** Digest of every output by file name, empty unless asked for; `P0101/features.csv` is the file without that category. */
  files: Record<string, { sha256: string; size: number }>
}

/** Every request either host answers: those of the screens, and a whole run for measurement. */
export interface AllRequests extends Requests {
  run: { params: { pack: string; asOf: string; outputs: boolean; evidenceOf: number[]; without: string[] }; reply: RunReply }
}

export type AnyRequest = keyof AllRequests

/** What a host gives a job. */
export interface Host {
  openDatabase(): Promise<Database>
  files: readonly SourceFile[]
  progress: OnProgress
  signal: AbortSignal
  desk: Desk
  /** Hands a piece of a file to the caller; resolves when it has been taken. */
  send(piece: Uint8Array): Promise<void>
}

/** The engine's side of the table; satisfied once, in `jobs.ts`, for both hosts. */
export type Jobs = {
  [Name in AnyRequest]: (params: AllRequests[Name]['params'], host: Host) => Promise<AllRequests[Name]['reply']>
}

export type ToWorker =
  | { id: number; request: AnyRequest; params: AllRequests[AnyRequest]['params']; files: readonly OfferedFile[] }
  | { id: number; cancel: true }
  | { id: number; taken: true }

export type FromWorker =
  | { id: number; progress: Progress }
  | { id: number; piece: Uint8Array }
  | { id: number; reply: Reply<AllRequests[AnyRequest]['reply']> }
