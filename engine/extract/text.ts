import type { SourceFile } from '../contract.ts'
import { type Dialect, detectDialect, isCommon } from './dialect.ts'
import type { Reading } from './encoding.ts'
import { Rewriter } from './rewrite.ts'
import { RecordScanner } from './scan.ts'
import { ExtractError, type NormalisedChunk, type Shape, type Sheet } from './sheet.ts'
import { transcoder } from './transcode.ts'

/** Bytes at the beginning of a file by which its dialect is found. */
export const HEAD_BYTES = 1 << 18

const EMPTY = new Uint8Array(0)
const decoder = new TextDecoder('utf-8', { ignoreBOM: true })

const withoutMark = (bytes: Uint8Array): Uint8Array =>
  bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf ? bytes.subarray(3) : bytes

/** The file's blocks as UTF-8, with what is not of its encoding marked. */
async function* utf8Blocks(file: SourceFile, { encoding, dirty }: Reading): AsyncGenerator<Uint8Array> {
  const code = transcoder(encoding ?? 'utf-8', dirty)
  let first = true
  for await (const block of file.stream()) {
    const bytes = code.push(block, false)
    yield first ? withoutMark(bytes) : bytes
    first &&= bytes.length === 0
  }
  yield code.push(EMPTY, true)
}

const dialectOf = (head: Uint8Array, { encoding, dirty }: Reading, size: number): Dialect => {
  const bytes = transcoder(encoding ?? 'utf-8', dirty).push(head, false)
  return detectDialect(decoder.decode(withoutMark(bytes)), head.length >= size)
}

const lineAt = async (file: SourceFile, offset: number): Promise<number> => {
  let line = 1
  let at = 0
  let last = 0
  for await (const block of file.stream()) {
    for (const byte of block) {
      if (at++ >= offset) return line
      if (byte === 10 ? last !== 13 : byte === 13) line++
      last = byte
    }
  }
  return line
}

/** A text file that no encoding fits, as what is wrong with it. */
export const badEncoding = async (file: SourceFile, { firstBad }: Reading): Promise<ExtractError> =>
  new ExtractError(
    'bad_encoding',
    `文件从第 ${await lineAt(file, firstBad)} 行起有既不是 UTF-8 也不是 GB18030 的字节，请用 UTF-8 编码重新导出`,
  )

/** A delimited text file as its one sheet. */
export const textSheet = (file: SourceFile, reading: Reading, head: Uint8Array): Sheet => {
  const dialect = dialectOf(head.subarray(0, HEAD_BYTES), reading, file.size)
  const scanned = isCommon(dialect) ? dialect.delimiter : ','
  async function* chunks(shape: Shape): AsyncGenerator<NormalisedChunk> {
    const scanner = new RecordScanner(scanned.charCodeAt(0), { ...shape, after: Math.max(shape.after, dialect.skip) })
    const rewriter = isCommon(dialect) ? null : new Rewriter(dialect)
    for await (const block of utf8Blocks(file, reading)) {
      yield* scanner.push(rewriter ? rewriter.push(block, false) : block, false)
      if (scanner.done) return
    }
    yield* scanner.push(rewriter ? rewriter.push(EMPTY, true) : EMPTY, true)
  }
  return { name: '', encoding: reading.encoding ?? 'utf-8', dialect, chunks }
}
