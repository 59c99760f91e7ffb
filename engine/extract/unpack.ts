import { createCRC32 } from 'hash-wasm'
import { EngineError, type SourceFile } from '../contract.ts'
import { broken, checkNames, HEADER_BYTES, type Member, memberPath } from './archive.ts'
import { inflate } from './inflate.ts'
import { WHOLE_MEMBER_BYTES } from './limits.ts'
import { ExtractError } from './sheet.ts'

const PIECE = 1 << 18
const STORED = 0
const DEFLATED = 8

/** Where the packed bytes of a member begin. */
const contentStart = async ({ container, offset }: Member): Promise<number> => {
  const header = await container.read(offset, offset + HEADER_BYTES)
  if (header.length < HEADER_BYTES || header[0] !== 0x50 || header[1] !== 0x4b) throw broken('内容不完整')
  const view = new DataView(header.buffer, header.byteOffset, header.byteLength)
  return offset + HEADER_BYTES + view.getUint16(26, true) + view.getUint16(28, true)
}

async function* packedPieces(member: Member): AsyncGenerator<Uint8Array> {
  const start = await contentStart(member)
  const end = start + member.packedSize
  if (end > member.container.size) throw broken('内容不完整')
  for (let at = start; at < end; at += PIECE) yield await member.container.read(at, Math.min(at + PIECE, end))
}

async function* inflated(member: Member): AsyncGenerator<Uint8Array> {
  try {
    yield* inflate(packedPieces(member))
  } catch (error) {
    throw error instanceof ExtractError || error instanceof EngineError ? error : broken('内容无法解压')
  }
}

/** The member's content, unpacked piece by piece and held against the size and check sum that the directory states. */
export async function* unpack(member: Member): AsyncGenerator<Uint8Array> {
  if (member.method !== STORED && member.method !== DEFLATED)
    throw new ExtractError('bad_archive', '压缩方式不常用，无法解开，请用普通的 ZIP 方式（Deflate）重新压缩')
  const sum = await createCRC32()
  let total = 0
  for await (const piece of member.method === STORED ? packedPieces(member) : inflated(member)) {
    total += piece.length
    if (total > member.size) throw broken('内容比目录所记的长')
    sum.update(piece)
    yield piece
  }
  if (total !== member.size) throw broken('内容不完整')
  if (Number.parseInt(sum.digest('hex'), 16) !== member.crc) throw broken('内容与校验值不符')
}

/** The whole content of a member. */
export const unpackAll = async (member: Member, most = WHOLE_MEMBER_BYTES): Promise<Uint8Array> => {
  if (member.size > most) throw new ExtractError('bad_archive', `压缩包里的“${member.name}”太大，请先解压再导入`)
  const whole = new Uint8Array(member.size)
  let at = 0
  for await (const piece of unpack(member)) {
    whole.set(piece, at)
    at += piece.length
  }
  return whole
}

/** A ZIP delivery's members as files of their own. */
export const archiveFiles = (archive: SourceFile, members: readonly Member[]): SourceFile[] => {
  checkNames(archive.path, members)
  return members.map((member) => ({
    path: `${archive.path}/${memberPath(member.name)}`,
    size: member.size,
    stream: () => unpack(member),
    bytes: () => unpackAll(member),
  }))
}
