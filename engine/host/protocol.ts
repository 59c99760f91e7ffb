import type { EngineError, OnProgress, Progress, SourceFile } from '../contract.ts'
import type { PeopleSummary } from '../people/summary.ts'
import type { Database } from '../sql/database.ts'

/** A file handed to the worker by reference, under its path relative to the opened folder. */
export interface OfferedFile {
  path: string
  file: File
}

/** What a host's engine says of itself. */
export interface SelfTest {
  version: string
  /** Extensions loaded; anything but `core_functions` would mean a reach for the network. */
  extensions: string[]
  /** What the engine says to a function it does not carry. */
  refusal: string
  rows: { key: number; amount: number; day: string; name: string }[]
  memory: { before: number; after: number }
  files: { path: string; size: number; sha256: string }[]
}

export interface RunReply {
  people: PeopleSummary
  /** Bytes the engine had claimed when the last stage was done. */
  memory: number
  /** Evidence of the households asked for: rows found and how long it took. */
  evidence: { rows: number; milliseconds: number }[]
  /** Digest of every output by file name, empty unless asked for; `P0101/features.csv` is the file without that category. */
  files: Record<string, { sha256: string; size: number }>
}

/** Every request the engine answers on either host: parameters that can cross a worker boundary, and the reply. */
export interface Requests {
  run: { params: { pack: string; asOf: string; outputs: boolean; evidenceOf: number[]; without: string[] }; reply: RunReply }
  selfTest: { params: { rows: number }; reply: SelfTest }
}

export type RequestName = keyof Requests

/** What a host gives a job. */
export interface Host {
  openDatabase(): Promise<Database>
  files: readonly SourceFile[]
  progress: OnProgress
  signal: AbortSignal
}

/** The engine's side of the table; satisfied once, in `jobs.ts`, for both hosts. */
export type Jobs = { [Name in RequestName]: (params: Requests[Name]['params'], host: Host) => Promise<Requests[Name]['reply']> }

/** Failure codes beyond those a person can mend: `internal` is a fault of the program, `lost` a worker that died. */
export type FailureCode = EngineError['code'] | 'internal' | 'lost'

export type Reply<T> = { ok: true; value: T } | { ok: false; code: FailureCode; message: string }

export type ToWorker =
  | { id: number; request: RequestName; params: Requests[RequestName]['params']; files: readonly OfferedFile[] }
  | { id: number; cancel: true }

export type FromWorker = { id: number; progress: Progress } | { id: number; reply: Reply<Requests[RequestName]['reply']> }
