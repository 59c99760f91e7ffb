import type { SourceFile } from '../contract.ts'
import { ExtractError } from './sheet.ts'

/** One member of a ZIP container. */
export interface Member {
  name: string
  method: number
  size: number
  packed: Uint8Array
}

const END_OF_DIRECTORY = 0x06054b50
const END_OF_DIRECTORY_64 = 0x06064b50
const DIRECTORY_ENTRY = 0x02014b50
const broken = (detail: string) => new ExtractError('bad_archive', `压缩包或工作簿已损坏（${detail}），请重新生成后再导入`)

const memberName = (bytes: Uint8Array): string => {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes)
  } catch {
    return new TextDecoder('gb18030').decode(bytes)
  }
}

interface Directory {
  at: number
  entries: number
}

const findDirectory = (view: DataView): Directory => {
  const lowest = Math.max(0, view.byteLength - 65_557)
  for (let at = view.byteLength - 22; at >= lowest; at--) {
    if (view.getUint32(at, true) !== END_OF_DIRECTORY) continue
    const directory = { at: view.getUint32(at + 16, true), entries: view.getUint16(at + 10, true) }
    if (directory.at !== 0xffffffff && directory.entries !== 0xffff) return directory
    const end64 = at >= 20 ? Number(view.getBigUint64(at - 12, true)) : -1
    if (end64 < 0 || end64 + 56 > view.byteLength || view.getUint32(end64, true) !== END_OF_DIRECTORY_64) return directory
    return { at: Number(view.getBigUint64(end64 + 48, true)), entries: Number(view.getBigUint64(end64 + 32, true)) }
  }
  throw broken('找不到目录')
}

/** Sizes and offset that did not fit the entry stand in its zip64 field. */
const zip64Values = (view: DataView, from: number, length: number, values: number[]): number[] => {
  for (let at = from; at + 4 <= from + length; at += 4 + view.getUint16(at + 2, true)) {
    if (view.getUint16(at, true) !== 1) continue
    let next = at + 4
    return values.map((value) => {
      if (value !== 0xffffffff) return value
      next += 8
      return Number(view.getBigUint64(next - 8, true))
    })
  }
  return values
}

/** Lists the members of a ZIP container held in memory. Throws `ExtractError` where it is damaged or locked. */
export const listMembers = (bytes: Uint8Array): Member[] => {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  try {
    const members: Member[] = []
    let { at, entries } = findDirectory(view)
    for (; entries > 0; entries--) {
      if (view.getUint32(at, true) !== DIRECTORY_ENTRY) throw broken('目录不完整')
      const nameLength = view.getUint16(at + 28, true)
      const extraLength = view.getUint16(at + 30, true)
      const name = memberName(bytes.subarray(at + 46, at + 46 + nameLength))
      const declared = [view.getUint32(at + 24, true), view.getUint32(at + 20, true), view.getUint32(at + 42, true)]
      const [size, packedSize, offset] = zip64Values(view, at + 46 + nameLength, extraLength, declared) as [
        number,
        number,
        number,
      ]
      if (view.getUint16(at + 8, true) & 1) throw new ExtractError('bad_archive', '压缩包加了密码，请解压后再导入')
      const data = offset + 30 + view.getUint16(offset + 26, true) + view.getUint16(offset + 28, true)
      if (data + packedSize > bytes.length) throw broken('内容不完整')
      const method = view.getUint16(at + 10, true)
      if (!name.endsWith('/')) members.push({ name, method, size, packed: bytes.subarray(data, data + packedSize) })
      at += 46 + nameLength + extraLength + view.getUint16(at + 32, true)
    }
    return members
  } catch (error) {
    if (error instanceof ExtractError) throw error
    throw broken('目录不完整')
  }
}

const PIECE = 1 << 18

/** The member's content, unpacked piece by piece. */
export async function* unpack(member: Member): AsyncGenerator<Uint8Array> {
  if (member.method === 0) {
    yield member.packed
    return
  }
  if (member.method !== 8) throw broken('不支持的压缩方式')
  let at = 0
  const packed = new ReadableStream<BufferSource>({
    pull(controller) {
      if (at >= member.packed.length) return controller.close()
      controller.enqueue(member.packed.slice(at, at + PIECE))
      at += PIECE
    },
  })
  const reader = packed.pipeThrough(new DecompressionStream('deflate-raw')).getReader()
  let total = 0
  try {
    for (;;) {
      const { done, value } = await reader.read().catch(() => {
        throw broken('内容无法解压')
      })
      if (done) break
      total += value.length
      if (total > member.size) throw broken('内容比目录所记的长')
      yield value
    }
  } finally {
    await reader.cancel().catch(() => undefined)
  }
  if (total !== member.size) throw broken('内容不完整')
}

/** The whole content of a member. */
export const unpackAll = async (member: Member): Promise<Uint8Array> => {
  const whole = new Uint8Array(member.size)
  let at = 0
  for await (const piece of unpack(member)) {
    whole.set(piece, at)
    at += piece.length
  }
  return whole
}

/** A ZIP delivery's members as files of their own. The archive's bytes are read again where they were let go. */
export const archiveFiles = (archive: SourceFile, bytes: Uint8Array): SourceFile[] => {
  let held = new WeakRef(bytes)
  const find = async (name: string): Promise<Member> => {
    let whole = held.deref()
    if (!whole) {
      whole = await archive.bytes()
      held = new WeakRef(whole)
    }
    const member = listMembers(whole).find((candidate) => candidate.name === name)
    if (!member) throw broken('内容不完整')
    return member
  }
  return listMembers(bytes).map(({ name, size }) => ({
    path: `${archive.path}/${name.replaceAll('\\', '/')}`,
    size,
    async *stream() {
      yield* unpack(await find(name))
    },
    bytes: async () => unpackAll(await find(name)),
  }))
}
