import { readFileSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { openNodeDatabase } from '../../engine/host/node.ts'
import { nativeEngine } from './native.ts'
import { CHUNKS, type Entry, entriesOf, STATEMENTS } from './recorded.ts'
import type { Engine } from './replay.ts'
import { wasmEngine } from './wasm.ts'

/** Engines that run in a Node process. */
export const NODE_ENGINES = ['node', 'native1', 'native2'] as const
export type NodeEngine = (typeof NODE_ENGINES)[number]

export const openEngine = async (name: NodeEngine, recording: string): Promise<Engine> => {
  if (name !== 'node') return nativeEngine(recording, name === 'native1' ? 1 : 2)
  return wasmEngine(await openNodeDatabase(), (file) => readFile(join(recording, CHUNKS, file)))
}

export const readEntries = (recording: string): Entry[] => entriesOf(readFileSync(join(recording, STATEMENTS), 'utf8'))
