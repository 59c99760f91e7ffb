import { createSHA256 } from 'hash-wasm'
import type { SourceFile } from '../contract.ts'
import { EncodingTally, isBinary, type Reading } from './encoding.ts'
import { HEAD_BYTES } from './text.ts'

/** What one pass over a file's bytes tells. */
export interface Survey {
  sha256: string
  head: Uint8Array
  /** How its bytes are to be read where it is a text file. */
  reading: Reading
  size: number
}

/** Reads a file once: its SHA-256, its beginning, and its encoding. */
export const surveyFile = async (file: SourceFile): Promise<Survey> => {
  const hash = await createSHA256()
  const tally = new EncodingTally()
  const head = new Uint8Array(Math.min(HEAD_BYTES, Math.max(file.size, 1)))
  let size = 0
  for await (const block of file.stream()) {
    hash.update(block)
    tally.push(block)
    if (size < head.length) head.set(block.subarray(0, head.length - size), size)
    size += block.length
  }
  const beginning = head.subarray(0, Math.min(size, head.length))
  return { sha256: hash.digest('hex'), head: beginning, reading: tally.result(beginning), size }
}

const starts = (bytes: Uint8Array, ...signature: number[]): boolean => signature.every((byte, index) => bytes[index] === byte)

export type FileKind = 'zip' | 'text' | 'compound' | 'parquet' | 'pdf' | 'otherArchive' | 'binary' | 'empty'

/** What a file is, by its first bytes alone. */
export const fileKind = ({ head, size }: Survey): FileKind => {
  if (size === 0) return 'empty'
  if (starts(head, 0x50, 0x4b, 0x03, 0x04) || starts(head, 0x50, 0x4b, 0x05, 0x06)) return 'zip'
  if (starts(head, 0xd0, 0xcf, 0x11, 0xe0)) return 'compound'
  if (starts(head, 0x50, 0x41, 0x52, 0x31) || starts(head, 0x50, 0x41, 0x52, 0x45)) return 'parquet'
  if (starts(head, 0x25, 0x50, 0x44, 0x46)) return 'pdf'
  if (starts(head, 0x52, 0x61, 0x72, 0x21) || starts(head, 0x37, 0x7a, 0xbc, 0xaf) || starts(head, 0x1f, 0x8b))
    return 'otherArchive'
  return isBinary(head) ? 'binary' : 'text'
}
