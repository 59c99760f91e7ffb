/** Inflates raw deflate piece by piece; throws where the bytes are none. */
export type Inflater = (pieces: AsyncIterable<Uint8Array>) => AsyncIterable<Uint8Array>

/** Pieces asked for before they are needed, so that inflating goes on beside reading. */
const READ_AHEAD = 8

/** By the stream that browsers and Node have alike. */
async function* byStream(pieces: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  const source = pieces[Symbol.asyncIterator]()
  let failure: unknown
  const packed = new ReadableStream<BufferSource>({
    async pull(controller) {
      try {
        const { done, value } = await source.next()
        if (done) controller.close()
        else controller.enqueue(value.slice())
      } catch (error) {
        failure = error
        controller.error(error)
      }
    },
  })
  const reader = packed.pipeThrough(new DecompressionStream('deflate-raw')).getReader()
  const read = () => {
    const next = reader.read()
    next.catch(() => undefined)
    return next
  }
  const ahead = Array.from({ length: READ_AHEAD }, read)
  try {
    for (let at = 0; ; at = (at + 1) % READ_AHEAD) {
      const { done, value } = await (ahead[at] as ReturnType<typeof read>).catch((error: unknown) => {
        throw failure ?? error
      })
      if (done) return
      ahead[at] = read()
      yield value
    }
  } finally {
    await reader.cancel().catch(() => undefined)
  }
}

let inflater: Inflater = byStream

/** Lets a host inflate by what it has of its own. */
export const inflateBy = (own: Inflater): void => {
  inflater = own
}

export const inflate: Inflater = (pieces) => inflater(pieces)
