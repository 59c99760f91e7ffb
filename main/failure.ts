import type { ShellFailureCode, ShellReply } from './contract.ts'

/** A refusal with one sentence for the person. */
export class ShellError extends Error {
  constructor(
    readonly code: ShellFailureCode,
    message: string,
  ) {
    super(message)
    this.name = 'ShellError'
  }
}

const CODES: Readonly<Record<string, readonly [ShellFailureCode, string]>> = {
  ENOSPC: ['disk_full', '磁盘已满，没有保存；原来的文件完好。请腾出空间后再保存'],
  EDQUOT: ['disk_full', '磁盘配额已满，没有保存；原来的文件完好。请腾出空间后再保存'],
  EFBIG: ['disk_full', '文件超过系统允许的大小，没有保存；原来的文件完好'],
  EACCES: ['denied', '没有读写工作区文件夹的权限：请检查文件夹权限'],
  EPERM: ['denied', '没有读写工作区文件夹的权限：请检查文件夹权限'],
  EROFS: ['denied', '工作区所在的磁盘只能读，不能保存'],
  ENOENT: ['not_found', '找不到这个文件'],
}

/** Any error as plain data. */
export const shellFailure = (error: unknown): ShellReply<never> => {
  if (error instanceof ShellError) return { ok: false, code: error.code, message: error.message }
  const { code = '' } = error instanceof Error ? (error as NodeJS.ErrnoException) : {}
  const [kind, message] = CODES[code] ?? ['internal', `程序内部错误${code ? `（${code}）` : ''}`]
  return { ok: false, code: kind, message }
}
