import { once } from 'node:events'
import { createWriteStream } from 'node:fs'

/** Writes a file piece by piece, no faster than the disk takes it. */
export const writePieces = async (path: string, pieces: Iterable<string | Uint8Array>): Promise<void> => {
  const stream = createWriteStream(path)
  const broken = once(stream, 'error').then(([error]) => {
    throw error
  })
  const written = async (): Promise<void> => {
    for (const piece of pieces) if (!stream.write(piece)) await once(stream, 'drain')
    stream.end()
    await once(stream, 'finish')
  }
  await Promise.race([written(), broken])
}
