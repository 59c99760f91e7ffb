import type { SourceFile } from '../contract.ts'

/** Bytes of which any part can be read. */
export interface Ranged {
  size: number
  read(from: number, to: number): Promise<Uint8Array>
}

/** A file whose parts are read as they are needed; where its host can only read it whole, it may be let go in between. */
export const rangedFile = (file: SourceFile): Ranged => {
  const { slice } = file
  if (slice) return { size: file.size, read: (from, to) => slice(from, Math.min(to, file.size)) }
  let held: WeakRef<Uint8Array> | undefined
  const whole = async (): Promise<Uint8Array> => {
    const kept = held?.deref()
    if (kept) return kept
    const bytes = await file.bytes()
    held = new WeakRef(bytes)
    return bytes
  }
  return { size: file.size, read: async (from, to) => (await whole()).subarray(from, to) }
}
