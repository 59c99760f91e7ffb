import { EngineError, type OnProgress } from '../../engine/contract.ts'

/** What a command gets from the process that runs it. */
export interface Surroundings {
  /** Writes to standard output: the answer of the command, nothing else. */
  print(text: string): void
  /** Reports on standard error, in one line, what failed while the command goes on; its exit code is then 1. */
  fail(line: string): void
  progress: OnProgress
  signal: AbortSignal
}

/** A subcommand of `jpf`. Bad arguments are an `EngineError` of code `usage`. */
export interface Command {
  usage: string
  run(argv: readonly string[], surroundings: Surroundings): Promise<void>
}

export type Commands = Readonly<Record<string, Command>>

export const usage = (message: string): EngineError => new EngineError('usage', message)
