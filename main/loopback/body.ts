import type { IncomingMessage } from 'node:http'

/** The whole body of a request; null where it is larger than it may be. */
export const bodyOf = async (request: IncomingMessage, most: number): Promise<Buffer | null> => {
  const parts: Buffer[] = []
  let size = 0
  for await (const part of request as AsyncIterable<Buffer>) {
    size += part.byteLength
    if (size > most) return null
    parts.push(part)
  }
  return Buffer.concat(parts)
}
