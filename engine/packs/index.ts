import { z } from 'zod'
import { EngineError, type Named } from '../contract.ts'
import { loadPack, type Pack } from './pack.ts'

const FILES = import.meta.glob<string>('./*/**/*.json', { query: '?raw', import: 'default', eager: true })

const loaded = new Map<string, Pack>()

/** Names of the packs that come with the program. */
export const builtinPacks = (): string[] => [...new Set(Object.keys(FILES).map((path) => path.split('/')[1] ?? ''))].sort()

const named = z.object({ code: z.string(), name: z.string() })

/** The same with the names of their regions, without checking them. */
export const builtinNames = (): Named[] =>
  builtinPacks().map((name) => named.parse(JSON.parse(FILES[`./${name}/pack.json`] ?? '')))

/** Files of a built-in pack by their path inside it. */
export const builtinFiles = (name: string): Map<string, string> =>
  new Map(
    Object.entries(FILES).flatMap(([path, text]) =>
      path.startsWith(`./${name}/`) ? [[path.slice(name.length + 3), text] as const] : [],
    ),
  )

/** A pack that comes with the program, checked once. */
export const builtinPack = (name: string): Pack => {
  const known = loaded.get(name)
  if (known) return known
  if (!builtinPacks().includes(name)) {
    throw new EngineError('bad_pack', `没有名为“${name}”的知识包，可用的有：${builtinPacks().join('、')}。`)
  }
  const pack = loadPack(builtinFiles(name))
  loaded.set(name, pack)
  return pack
}
