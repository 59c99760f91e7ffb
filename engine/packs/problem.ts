import { EngineError } from '../contract.ts'

/** A pack that cannot be used: which file, where inside it, why. */
export class PackError extends EngineError {
  constructor(
    readonly file: string,
    /** Place inside the file, as `[2].columns[0].list`; empty for the whole file. */
    readonly path: string,
    readonly reason: string,
  ) {
    super('bad_pack', `知识包文件 ${file}${path ? ` 的 ${path} ` : ' '}有误：${reason}。请改正后重新打开。`)
    this.name = 'PackError'
  }
}

/** A piece of a pack and where it was written. */
export interface Placed<T> {
  value: T
  file: string
  path: string
}

/** `[2].columns[0].list` from the steps of a path. */
export const pathText = (steps: readonly PropertyKey[]): string =>
  steps.reduce<string>((path, step) => {
    if (typeof step === 'number') return `${path}[${step}]`
    return path ? `${path}.${String(step)}` : String(step)
  }, '')

/** Refuses the pack because of something at or below a placed piece. */
export const refuse = (placed: Placed<unknown>, below: string, reason: string): never => {
  const path = below.startsWith('[') || !placed.path || !below ? placed.path + below : `${placed.path}.${below}`
  throw new PackError(placed.file, path, reason)
}
