/** A file offered to the engine: an extract, by its path relative to the opened folder. */
export interface SourceFile {
  path: string
  size: number
  stream(): AsyncIterable<Uint8Array>
  bytes(): Promise<Uint8Array>
}

export type Stage = 'extract' | 'load' | 'people' | 'features' | 'score' | 'colour' | 'poverty' | 'report'

export interface Progress {
  stage: Stage
  done: number
  total: number
  note: string
}

/** Called between statements; the callee must not throw. */
export type OnProgress = (progress: Progress) => void

/** Something a person can mend: one Chinese sentence that says what, where and what to do. */
export class EngineError extends Error {
  constructor(
    readonly code: 'empty_folder' | 'no_register' | 'bad_pack' | 'unreadable' | 'cancelled' | 'memory' | 'usage' | 'not_found',
    message: string,
  ) {
    super(message)
    this.name = 'EngineError'
  }
}
