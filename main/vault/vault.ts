import { randomUUID } from 'node:crypto'
import { type FileHandle, mkdir, open, readdir, rename, rm, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { WORKSPACE_MAGIC } from '../../engine/contract.ts'
import type { ShellCalls, VaultEntry } from '../contract.ts'
import { ShellError } from '../failure.ts'

const ENDING = '.jpf'
const UNFINISHED = '.part'

interface Writing {
  name: string
  path: string
  file: FileHandle
  size: number
}

type Calls = 'vaultList' | 'vaultRead' | 'vaultBegin' | 'vaultAppend' | 'vaultCommit' | 'vaultAbort'
export type Vault = { [Name in Calls]: (params: ShellCalls[Name]['params']) => Promise<ShellCalls[Name]['reply']> } & {
  close(): Promise<void>
}

/** Makes what has been written last, where the system can. */
const settle = async (folder: string): Promise<void> => {
  const handle = await open(folder, 'r').catch(() => null)
  await handle?.sync().catch(() => undefined)
  await handle?.close()
}

const magic = new TextEncoder().encode(WORKSPACE_MAGIC)
const isSealed = (bytes: Uint8Array): boolean => magic.every((byte, index) => bytes[index] === byte)

/**
 * Workspaces in one folder. A write stands beside the old file until it is whole and is then put in its place, so that
 * the old one is there until the new one is; only sealed files are taken. Throws `ShellError`.
 */
export const openVault = async (folder: string): Promise<Vault> => {
  await mkdir(folder, { recursive: true, mode: 0o700 })
  const left = (await readdir(folder)).filter((name) => name.endsWith(UNFINISHED))
  for (const name of left) await rm(join(folder, name), { force: true })
  const writings = new Map<string, Writing>()
  const pathOf = (name: string): string => join(folder, `${name}${ENDING}`)

  const entry = async (name: string): Promise<VaultEntry> => {
    const status = await stat(pathOf(name))
    return { name, size: status.size, modified: status.mtime.toISOString() }
  }
  const needWriting = (id: string): Writing => {
    const writing = writings.get(id)
    if (!writing) throw new ShellError('not_found', '这次保存已经结束或被取消，请重新保存')
    return writing
  }
  const forget = async (id: string): Promise<void> => {
    const writing = writings.get(id)
    writings.delete(id)
    await writing?.file.close().catch(() => undefined)
    if (writing) await rm(writing.path, { force: true })
  }
  /** A write that fails leaves nothing behind but the file that was there before. */
  const orForget = async <T>(id: string, work: () => Promise<T>): Promise<T> => {
    try {
      return await work()
    } catch (error) {
      await forget(id)
      throw error
    }
  }

  return {
    vaultList: async () => {
      const names = (await readdir(folder)).filter((name) => name.endsWith(ENDING)).map((name) => name.slice(0, -ENDING.length))
      const entries = await Promise.all(names.map(entry))
      return entries.sort((a, b) => (a.modified < b.modified ? 1 : -1))
    },
    vaultRead: async ({ name, offset, length }) => {
      const file = await open(pathOf(name), 'r').catch(() => {
        throw new ShellError('not_found', `没有名为“${name}”的工作区`)
      })
      try {
        const bytes = new Uint8Array(length)
        const { bytesRead } = await file.read(bytes, 0, length, offset)
        return bytes.subarray(0, bytesRead)
      } finally {
        await file.close()
      }
    },
    vaultBegin: async ({ name }) => {
      const id = randomUUID()
      const path = join(folder, `${id}${UNFINISHED}`)
      writings.set(id, { name, path, file: await open(path, 'wx', 0o600), size: 0 })
      return { id }
    },
    vaultAppend: async ({ id, bytes }) => {
      const writing = needWriting(id)
      return orForget(id, async () => {
        if (writing.size === 0 && !isSealed(bytes)) throw new ShellError('usage', '只保存加密的工作区')
        await writing.file.appendFile(bytes)
        writing.size += bytes.byteLength
        return { size: writing.size }
      })
    },
    vaultCommit: async ({ id }) => {
      const writing = needWriting(id)
      return orForget(id, async () => {
        if (writing.size === 0) throw new ShellError('usage', '没有内容可以保存')
        await writing.file.sync()
        await writing.file.close()
        await rename(writing.path, pathOf(writing.name))
        writings.delete(id)
        await settle(folder)
        return entry(writing.name)
      })
    },
    vaultAbort: async ({ id }) => {
      await forget(id)
      return {}
    },
    close: async () => {
      for (const id of [...writings.keys()]) await forget(id)
    },
  }
}
