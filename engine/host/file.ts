import type { SourceFile } from '../contract.ts'
import type { OfferedFile } from './protocol.ts'

/** Reads an opened or dropped file lazily; its bytes never cross a message. */
export const sourceOf = ({ path, file }: OfferedFile): SourceFile => ({
  path,
  size: file.size,
  stream: () => chunks(file),
  bytes: async () => new Uint8Array(await file.arrayBuffer()),
})

async function* chunks(file: File): AsyncIterable<Uint8Array> {
  const reader = file.stream().getReader()
  try {
    for (let part = await reader.read(); !part.done; part = await reader.read()) yield part.value
  } finally {
    reader.releaseLock()
  }
}

/** The order in which files are read, whatever order they were offered in: by path, in code units. */
export const byPath = (a: { path: string }, b: { path: string }): number => (a.path < b.path ? -1 : a.path > b.path ? 1 : 0)
