import { EngineError, type OfferedFile, type SourceFile } from '../contract.ts'

const gone = (path: string): EngineError =>
  new EngineError('unreadable', `“${path}”读不出来：可能已被移走、改动或正被别的程序占用，请放回原处后重新打开`)

/** Reads an opened or dropped file lazily; its bytes never cross a message. A file that is gone is `unreadable`. */
export const sourceOf = ({ path, file }: OfferedFile): SourceFile => ({
  path,
  size: file.size,
  stream: () => chunks(path, file),
  bytes: () => whole(path, file),
  slice: (from, to) => whole(path, file.slice(from, to)),
})

const whole = async (path: string, part: Blob): Promise<Uint8Array> => {
  const bytes = await part.arrayBuffer().catch(() => {
    throw gone(path)
  })
  return new Uint8Array(bytes)
}

async function* chunks(path: string, file: File): AsyncIterable<Uint8Array> {
  const reader = file.stream().getReader()
  const next = () =>
    reader.read().catch(() => {
      throw gone(path)
    })
  try {
    for (let part = await next(); !part.done; part = await next()) yield part.value
  } finally {
    reader.releaseLock()
  }
}

/** The order in which files are read, whatever order they were offered in: by path, in code units. */
export const byPath = (a: { path: string }, b: { path: string }): number => (a.path < b.path ? -1 : a.path > b.path ? 1 : 0)
