import { createReadStream } from 'node:fs'
import { readdir, readFile, stat } from 'node:fs/promises'
import { basename, join } from 'node:path'
import { EngineError, type SourceFile } from '../../engine/contract.ts'
import { byPath } from '../../engine/host/file.ts'

const fileAt = (absolute: string, path: string, size: number): SourceFile => ({
  path,
  size,
  stream: () => createReadStream(absolute, { highWaterMark: Math.min(1 << 20, Math.max(size, 1 << 12)) }),
  bytes: async () => new Uint8Array(await readFile(absolute)),
})

const walk = async (root: string, inside: string): Promise<SourceFile[]> => {
  const entries = await readdir(join(root, inside), { withFileTypes: true })
  const found: SourceFile[] = []
  for (const entry of entries) {
    if (entry.name.startsWith('.')) continue
    const path = inside === '' ? entry.name : `${inside}/${entry.name}`
    const absolute = join(root, path)
    if (entry.isDirectory()) {
      found.push(...(await walk(root, path)))
      continue
    }
    // A file that is listed and cannot be looked at is offered all the same: reading it says so.
    const status = await stat(absolute).catch(() => null)
    if (status === null || status.isFile()) {
      found.push(fileAt(absolute, path, status?.size ?? 0))
    }
  }
  return found
}

/**
 * The files of a folder and its subfolders as the engine wants them: by path with forward slashes, in the order of code
 * units, hidden ones left out. Throws `EngineError` where the folder cannot be read.
 */
export const nodeFolder = async (folder: string): Promise<SourceFile[]> => {
  const status = await stat(folder).catch(() => null)
  if (status === null) throw new EngineError('not_found', `找不到文件夹“${folder}”：请检查路径`)
  if (!status.isDirectory()) throw new EngineError('not_found', `“${folder}”不是文件夹：请给出存放各部门数据的文件夹`)
  try {
    return (await walk(folder, '')).sort(byPath)
  } catch (error) {
    const path = (error as NodeJS.ErrnoException).path ?? folder
    throw new EngineError('unreadable', `无法读取“${path}”：请检查文件权限`)
  }
}

/** A file as the engine wants it, under its bare name. Throws `EngineError` where there is none. */
export const nodeFile = async (path: string): Promise<SourceFile> => {
  const status = await stat(path).catch(() => null)
  if (!status?.isFile()) throw new EngineError('not_found', `找不到文件“${path}”：请检查路径`)
  return fileAt(path, basename(path), status.size)
}
