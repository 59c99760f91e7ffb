import type { SourceFile } from '../contract.ts'
import { rowsOf } from './canonical.ts'
import { RecordScanner } from './scan.ts'
import { ExtractError, type NormalisedChunk, type Shape, type Sheet } from './sheet.ts'
import type { Survey } from './survey.ts'

const encoder = new TextEncoder()
const DELIMITERS = [',', '\t', ';', '|']
const SAMPLE_RECORDS = 60

const withoutMark = (bytes: Uint8Array): Uint8Array =>
  bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf ? bytes.subarray(3) : bytes

async function* utf8Blocks(file: SourceFile): AsyncGenerator<Uint8Array> {
  let first = true
  for await (const block of file.stream()) {
    yield first ? withoutMark(block) : block
    first = false
  }
}

async function* gb18030Blocks(file: SourceFile): AsyncGenerator<Uint8Array> {
  const decoder = new TextDecoder('gb18030', { fatal: true })
  const decoded = (block?: Uint8Array): Uint8Array => {
    try {
      return encoder.encode(decoder.decode(block, { stream: block !== undefined }))
    } catch {
      throw new ExtractError('bad_encoding', '文件里有既不是 UTF-8 也不是 GB18030 的字节，请用 UTF-8 编码重新导出')
    }
  }
  for await (const block of file.stream()) yield decoded(block)
  yield decoded()
}

const delimiterScore = (sample: Uint8Array, delimiter: string): number => {
  const scanner = new RecordScanner(delimiter.charCodeAt(0), { columns: null, after: 0 })
  const widths = new Map<number, number>()
  for (const chunk of scanner.push(sample, true)) {
    for (const row of rowsOf(chunk).slice(0, SAMPLE_RECORDS))
      widths.set(row.cells.length, (widths.get(row.cells.length) ?? 0) + 1)
  }
  let best = 0
  for (const [width, count] of widths) if (width > 1) best = Math.max(best, count * (1 + Math.min(width, 50) / 50))
  return best
}

/** The delimiter under which most records of the sample have the same number of cells. */
const detectDelimiter = (sample: Uint8Array): string => {
  const end = sample.length < 1 << 16 ? sample.length : sample.lastIndexOf(10, 1 << 16) + 1 || sample.length
  const part = sample.subarray(0, end)
  let best = ','
  let score = 0
  for (const delimiter of DELIMITERS) {
    const value = delimiterScore(part, delimiter)
    if (value > score) [best, score] = [delimiter, value]
  }
  return best
}

/** A delimited text file as its one sheet. */
export const textSheet = (file: SourceFile, survey: Pick<Survey, 'utf8' | 'head'>): Sheet => {
  const blocks = survey.utf8 ? utf8Blocks : gb18030Blocks
  const sample = survey.utf8 ? withoutMark(survey.head) : encoder.encode(new TextDecoder('gb18030').decode(survey.head))
  const delimiter = detectDelimiter(sample).charCodeAt(0)
  async function* chunks(shape: Shape): AsyncGenerator<NormalisedChunk> {
    const scanner = new RecordScanner(delimiter, shape)
    for await (const block of blocks(file)) {
      yield* scanner.push(block, false)
      if (scanner.done) return
    }
    yield* scanner.push(new Uint8Array(0), true)
  }
  return { name: '', encoding: survey.utf8 ? 'utf-8' : 'gb18030', chunks }
}
