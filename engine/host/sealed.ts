import { argon2id } from 'hash-wasm'
import { z } from 'zod'
import { EngineError, WORKSPACE_MAGIC } from '../contract.ts'

/*
 * magic (8) | header length (u32) | header JSON | records
 * record: ciphertext length (u32) | AES-256-GCM ciphertext of deflated bytes
 * nonce: 4 bytes of the header's seed, 8 bytes record index; additional data: SHA-256 of everything before the records,
 * record index, 1 for the last record. A record that is missing, moved, altered or of another file does not open.
 */

const header = z.strictObject({
  format: z.literal(1),
  salt: z.string().regex(/^[0-9a-f]{32}$/),
  seed: z.string().regex(/^[0-9a-f]{8}$/),
  /** Argon2id (RFC 9106): KiB, passes. Bounded, so that a forged file cannot ask for a machine's whole memory. */
  memory: z.int().min(8_192).max(262_144),
  passes: z.int().min(1).max(8),
})
type Header = z.infer<typeof header>

const SHORTEST = 8
const MOST_RECORD = 64 * 1024 * 1024
const DAMAGED = '工作区文件不完整或被改动过，打不开：请换用另一份副本'

const damaged = (why = DAMAGED): EngineError => new EngineError('damaged', why)

const hex = (bytes: Uint8Array): string => [...bytes].map((byte) => byte.toString(16).padStart(2, '0')).join('')
const unhex = (text: string): Uint8Array => Uint8Array.from(text.match(/../g) ?? [], (pair) => Number.parseInt(pair, 16))

const keyOf = async (passphrase: string, { salt, memory, passes }: Header, use: 'encrypt' | 'decrypt'): Promise<CryptoKey> => {
  const secret = await argon2id({
    password: passphrase.normalize('NFC'),
    salt: unhex(salt),
    parallelism: 1,
    iterations: passes,
    memorySize: memory,
    hashLength: 32,
    outputType: 'binary',
  })
  return crypto.subtle.importKey('raw', secret as BufferSource, 'AES-GCM', false, [use])
}

const u32 = (value: number): Uint8Array => {
  const bytes = new Uint8Array(4)
  new DataView(bytes.buffer).setUint32(0, value)
  return bytes
}

const joined = (...parts: readonly Uint8Array[]): Uint8Array<ArrayBuffer> => {
  const whole = new Uint8Array(parts.reduce((sum, part) => sum + part.byteLength, 0))
  let at = 0
  for (const part of parts) {
    whole.set(part, at)
    at += part.byteLength
  }
  return whole
}

/** Bytes through a stream that packs or unpacks; by no way that a browser could lay down on a disk. */
const through = async (bytes: Uint8Array, stream: CompressionStream | DecompressionStream): Promise<Uint8Array> => {
  const writer = stream.writable.getWriter()
  // What goes wrong here shows where the other end is read.
  writer.write(bytes as BufferSource).catch(() => undefined)
  writer.close().catch(() => undefined)
  const parts: Uint8Array[] = []
  const reader = stream.readable.getReader()
  for (let part = await reader.read(); !part.done; part = await reader.read()) parts.push(part.value)
  return joined(...parts)
}

interface Sealing {
  key: CryptoKey
  seed: Uint8Array
  digest: Uint8Array
}

const gcm = ({ seed, digest }: Sealing, index: number, last: boolean) => ({
  name: 'AES-GCM',
  iv: joined(seed, u32(0), u32(index)),
  additionalData: joined(digest, u32(index), Uint8Array.of(last ? 1 : 0)),
})

/** Writes records one after another; `write(bytes, true)` ends the file. */
export interface Sealer {
  /** The pieces of the file that a record makes; the first brings the header too. */
  write(plain: Uint8Array, last: boolean): Promise<Uint8Array>
}

/** Starts a sealed file. Throws `usage` for a passphrase that is too short. */
export const openSealer = async (passphrase: string): Promise<Sealer> => {
  if ([...passphrase].length < SHORTEST) throw new EngineError('usage', `口令至少 ${SHORTEST} 个字符`)
  const seed = crypto.getRandomValues(new Uint8Array(4))
  const about: Header = {
    format: 1,
    salt: hex(crypto.getRandomValues(new Uint8Array(16))),
    seed: hex(seed),
    memory: 65_536,
    passes: 3,
  }
  const text = new TextEncoder().encode(JSON.stringify(about))
  const start = joined(new TextEncoder().encode(WORKSPACE_MAGIC), u32(text.byteLength), text)
  const digest = new Uint8Array(await crypto.subtle.digest('SHA-256', start))
  const sealing: Sealing = { key: await keyOf(passphrase, about, 'encrypt'), seed, digest }
  let index = 0
  return {
    write: async (plain, last) => {
      const packed = await through(plain, new CompressionStream('deflate-raw'))
      const cipher = new Uint8Array(await crypto.subtle.encrypt(gcm(sealing, index, last), sealing.key, packed as BufferSource))
      const record = joined(u32(cipher.byteLength), cipher)
      return index++ === 0 ? joined(start, record) : record
    },
  }
}

/** Reads a stream of bytes in the lengths asked for. */
class Reader {
  private held = new Uint8Array(0)
  private readonly source: AsyncIterator<Uint8Array>
  constructor(stream: AsyncIterable<Uint8Array>) {
    this.source = stream[Symbol.asyncIterator]()
  }

  /** The next bytes; null at a clean end. Throws `damaged` where fewer are left. */
  async take(length: number): Promise<Uint8Array | null> {
    const parts = [this.held]
    let size = this.held.byteLength
    while (size < length) {
      const next = await this.source.next()
      if (next.done) break
      parts.push(next.value as Uint8Array<ArrayBuffer>)
      size += next.value.byteLength
    }
    if (size === 0) return null
    if (size < length) throw damaged()
    const whole = parts.length === 1 ? this.held : joined(...parts)
    this.held = whole.subarray(length)
    return whole.subarray(0, length)
  }
}

const readHeader = async (reader: Reader): Promise<{ about: Header; start: Uint8Array }> => {
  const magic = await reader.take(8).catch(() => null)
  const text = new TextDecoder()
  if (magic === null || text.decode(magic) !== WORKSPACE_MAGIC)
    throw damaged('这不是精平扶的工作区文件（.jpf）：请选择保存过的工作区')
  const size = await reader.take(4)
  const length = size ? new DataView(size.buffer, size.byteOffset).getUint32(0) : 0
  if (length === 0 || length > 4_096) throw damaged()
  const bytes = await reader.take(length)
  if (bytes === null) throw damaged()
  let json: unknown
  try {
    json = JSON.parse(text.decode(bytes))
  } catch {
    throw damaged()
  }
  const about = header.safeParse(json)
  if (!about.success) {
    const newer = z.object({ format: z.int().min(2) }).safeParse(json).success
    throw damaged(newer ? '这个工作区由更新的版本保存，本版本打不开：请先升级程序' : DAMAGED)
  }
  return { about: about.data, start: joined(magic, u32(length), bytes) }
}

/**
 * The records of a sealed file, each checked before it is given out; a file that is not whole ends in `damaged`, a first
 * record that does not open in `passphrase`.
 */
export async function* openSealed(stream: AsyncIterable<Uint8Array>, passphrase: string): AsyncGenerator<Uint8Array> {
  const reader = new Reader(stream)
  const { about, start } = await readHeader(reader)
  const digest = new Uint8Array(await crypto.subtle.digest('SHA-256', start as BufferSource))
  const sealing: Sealing = { key: await keyOf(passphrase, about, 'decrypt'), seed: unhex(about.seed), digest }
  const opened = (cipher: Uint8Array, index: number, last: boolean): Promise<Uint8Array | null> =>
    crypto.subtle.decrypt(gcm(sealing, index, last), sealing.key, cipher as BufferSource).then(
      (plain) => new Uint8Array(plain),
      () => null,
    )
  for (let index = 0; ; index++) {
    const size = await reader.take(4)
    if (size === null) throw damaged()
    const length = new DataView(size.buffer, size.byteOffset).getUint32(0)
    if (length > MOST_RECORD) throw damaged()
    const cipher = await reader.take(length)
    if (cipher === null) throw damaged()
    const plain = await opened(cipher, index, false)
    const last = plain === null ? await opened(cipher, index, true) : null
    const packed = plain ?? last
    if (packed === null) {
      throw index === 0
        ? new EngineError('passphrase', '口令不对，或工作区文件已损坏：请核对口令（区分大小写）后再试')
        : damaged()
    }
    yield await through(packed, new DecompressionStream('deflate-raw'))
    if (last === null) continue
    if ((await reader.take(1)) !== null) throw damaged()
    return
  }
}
