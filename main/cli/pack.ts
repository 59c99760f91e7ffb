import { readdir, readFile, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { EngineError } from '../../engine/contract.ts'
import { builtinPack, builtinPacks } from '../../engine/packs/index.ts'
import { loadPack, type Pack } from '../../engine/packs/pack.ts'

/** A pack by its name or, for one that is not built in, by its folder. */
export const openPack = async (name: string): Promise<Pack> => {
  if (builtinPacks().includes(name)) return builtinPack(name)
  const status = await stat(name).catch(() => null)
  if (!status?.isDirectory())
    throw new EngineError('bad_pack', `没有地区包“${name}”：可用的有 ${builtinPacks().join('、')}，或给出地区包文件夹`)
  const files = new Map<string, string>()
  for (const entry of await readdir(name, { recursive: true, withFileTypes: true })) {
    if (!entry.isFile() || !entry.name.endsWith('.json')) continue
    const path = join(entry.parentPath, entry.name)
    files.set(path.slice(name.length).replaceAll('\\', '/').replace(/^\/+/, ''), await readFile(path, 'utf8'))
  }
  return loadPack(files)
}
