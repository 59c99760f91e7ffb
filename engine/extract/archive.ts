import { DIRECTORY_BYTES, MOST_MEMBERS, MOST_RATIO, RATIO_FROM_BYTES, UNPACKED_BYTES } from './limits.ts'
import type { Ranged } from './ranged.ts'
import { ExtractError } from './sheet.ts'

/** One member of a ZIP container, as its directory describes it. */
export interface Member {
  name: string
  method: number
  size: number
  packedSize: number
  crc: number
  /** Where its own header stands in the container. */
  offset: number
  container: Ranged
}

const END_OF_DIRECTORY = 0x06054b50
const END_OF_DIRECTORY_64 = 0x06064b50
const DIRECTORY_ENTRY = 0x02014b50
const END_BYTES = 22
const END_64_BYTES = 56
const LONGEST_COMMENT = 0xffff
const ENTRY_BYTES = 46
export const HEADER_BYTES = 30

export const broken = (detail: string) => new ExtractError('bad_archive', `压缩包或工作簿已损坏（${detail}），请重新生成后再导入`)

const refused = (detail: string) =>
  new ExtractError('bad_archive', `压缩包或工作簿${detail}，为安全起见没有打开，请解压核对后再导入`)

const viewOf = (bytes: Uint8Array): DataView => new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)

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
  /** Where the directory must have ended. */
  end: number
}

const directory64 = async (container: Ranged, at: number): Promise<Directory | undefined> => {
  if (at < 0 || at + END_64_BYTES > container.size) return undefined
  const view = viewOf(await container.read(at, at + END_64_BYTES))
  if (view.byteLength < END_64_BYTES || view.getUint32(0, true) !== END_OF_DIRECTORY_64) return undefined
  return { at: Number(view.getBigUint64(48, true)), entries: Number(view.getBigUint64(32, true)), end: at }
}

const findDirectory = async (container: Ranged): Promise<Directory> => {
  const from = Math.max(0, container.size - END_BYTES - LONGEST_COMMENT - 20)
  const view = viewOf(await container.read(from, container.size))
  for (let at = view.byteLength - END_BYTES; at >= 0; at--) {
    if (view.getUint32(at, true) !== END_OF_DIRECTORY) continue
    const directory = { at: view.getUint32(at + 16, true), entries: view.getUint16(at + 10, true), end: from + at }
    if (directory.at !== 0xffffffff && directory.entries !== 0xffff) return directory
    return (at >= 20 && (await directory64(container, Number(view.getBigUint64(at - 12, true))))) || directory
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

const readEntry = (view: DataView, bytes: Uint8Array, at: number, container: Ranged): { member: Member; next: number } => {
  if (view.getUint32(at, true) !== DIRECTORY_ENTRY) throw broken('目录不完整')
  if (view.getUint16(at + 8, true) & 1) throw new ExtractError('bad_archive', '压缩包加了密码，请解压后再导入')
  const nameLength = view.getUint16(at + 28, true)
  const extraLength = view.getUint16(at + 30, true)
  const name = memberName(bytes.subarray(at + ENTRY_BYTES, at + ENTRY_BYTES + nameLength))
  const declared = [view.getUint32(at + 24, true), view.getUint32(at + 20, true), view.getUint32(at + 42, true)]
  const values = zip64Values(view, at + ENTRY_BYTES + nameLength, extraLength, declared)
  const [size, packedSize, offset] = values as [number, number, number]
  const member = {
    name,
    method: view.getUint16(at + 10, true),
    size,
    packedSize,
    crc: view.getUint32(at + 16, true),
    offset,
    container,
  }
  return { member, next: at + ENTRY_BYTES + nameLength + extraLength + view.getUint16(at + 32, true) }
}

/** Members lie one behind the other; where they share bytes, a few packed bytes are made to unpack many times over. */
const checkPlaces = (members: readonly Member[], end: number): void => {
  let free = 0
  for (const { offset, packedSize } of [...members].sort((left, right) => left.offset - right.offset)) {
    if (offset < free) throw refused('里的文件互相重叠')
    free = offset + HEADER_BYTES + packedSize
    if (free > end) throw broken('内容不完整')
  }
}

const checkSizes = (members: readonly Member[]): void => {
  let total = 0
  for (const { size, packedSize } of members) {
    if (size > RATIO_FROM_BYTES && size > MOST_RATIO * packedSize) throw refused(`里有文件解压后是原来的 ${MOST_RATIO} 倍以上`)
    total += size
  }
  if (total > UNPACKED_BYTES) throw refused(`解压后超过 ${UNPACKED_BYTES / 2 ** 30} GB`)
}

const OUTSIDE = /(^|[\\/])\.\.([\\/]|$)|^[\\/]|^[A-Za-z]:|\0/

/** The path of a member inside its delivery. */
export const memberPath = (name: string): string => name.replaceAll('\\', '/')

/** Refuses a delivery whose names lead out of its folder or stand for two files. */
export const checkNames = (archive: string, members: readonly Member[]): void => {
  const seen = new Set<string>()
  const refuse = (detail: string) =>
    new ExtractError('bad_archive', `压缩包“${archive}”里${detail}，整个压缩包没有打开，请重新打包后再导入`)
  for (const { name } of members) {
    if (OUTSIDE.test(name)) throw refuse('有指向文件夹之外的文件名')
    const path = memberPath(name)
    if (seen.has(path)) throw refuse('有两个同名的文件')
    seen.add(path)
  }
}

/** Lists the members of a ZIP container. Throws `ExtractError` where it is damaged, locked or out of all proportion. */
export const listMembers = async (container: Ranged): Promise<Member[]> => {
  try {
    const { at, entries, end } = await findDirectory(container)
    if (entries > MOST_MEMBERS || end - at > DIRECTORY_BYTES) throw refused(`里的文件超过 ${MOST_MEMBERS} 个`)
    if (at > end) throw broken('目录不完整')
    const bytes = await container.read(at, end)
    const view = viewOf(bytes)
    const members: Member[] = []
    for (let count = 0, next = 0; count < entries; count++) {
      const entry = readEntry(view, bytes, next, container)
      next = entry.next
      if (!entry.member.name.endsWith('/')) members.push(entry.member)
    }
    checkPlaces(members, at)
    checkSizes(members)
    return members
  } catch (error) {
    if (error instanceof RangeError) throw broken('目录不完整')
    throw error
  }
}
