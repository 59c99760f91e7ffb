import { assert, asyncProperty, integer } from 'fast-check'
import { beforeAll, expect, test } from 'vitest'
import { openSealed, openSealer } from './sealed.ts'

const PASSPHRASE = '钥匙 correct horse'
const RECORDS = ['first', 'second '.repeat(500), '', 'last'].map((text) => new TextEncoder().encode(text))

let file: Uint8Array
/** Where each record begins, and the end. */
let starts: number[]

beforeAll(async () => {
  const sealer = await openSealer(PASSPHRASE)
  const pieces: Uint8Array[] = []
  for (const [index, record] of RECORDS.entries()) pieces.push(await sealer.write(record, index === RECORDS.length - 1))
  file = new Uint8Array(Buffer.concat(pieces))
  const view = new DataView(file.buffer)
  const first = 12 + view.getUint32(8)
  starts = [first]
  while ((starts.at(-1) ?? 0) < file.byteLength) starts.push((starts.at(-1) ?? 0) + 4 + view.getUint32(starts.at(-1) ?? 0))
})

async function* inParts(bytes: Uint8Array): AsyncGenerator<Uint8Array> {
  for (let from = 0; from < bytes.byteLength; from += 700) yield bytes.subarray(from, from + 700)
}

/** Texts of the records, or the code of the refusal. */
const read = async (bytes: Uint8Array, passphrase = PASSPHRASE): Promise<string[] | string> => {
  const texts: string[] = []
  try {
    for await (const record of openSealed(inParts(bytes), passphrase)) texts.push(new TextDecoder().decode(record))
    return texts
  } catch (error) {
    return (error as { code?: string }).code ?? String(error)
  }
}

const REFUSED = ['damaged', 'passphrase']

test('what was sealed is read back, and two files of the same are never alike', async () => {
  expect(await read(file)).toEqual(RECORDS.map((record) => new TextDecoder().decode(record)))
  expect(Buffer.from(file).includes('second')).toBe(false)
  const other = await (await openSealer(PASSPHRASE)).write(RECORDS[0] as Uint8Array, true)
  expect(Buffer.from(other).equals(Buffer.from(file.subarray(0, other.byteLength)))).toBe(false)
})

test('a wrong passphrase is told from a damaged file', async () => {
  expect(await read(file, `${PASSPHRASE} `)).toBe('passphrase')
  expect(await read(new TextEncoder().encode('something else altogether'))).toBe('damaged')
  expect(await read(new Uint8Array(0))).toBe('damaged')
})

test('a short passphrase is not taken', async () => {
  await expect(openSealer('1234567')).rejects.toMatchObject({ code: 'usage' })
})

test('a file cut anywhere is refused', async () => {
  await assert(
    asyncProperty(integer({ min: 0, max: file.byteLength - 1 }), async (length) => {
      expect(REFUSED).toContain(await read(file.subarray(0, length)))
    }),
    { numRuns: 25 },
  )
}, 60_000)

test('a file with any byte changed is refused', async () => {
  await assert(
    asyncProperty(integer({ min: 0, max: file.byteLength - 1 }), integer({ min: 1, max: 255 }), async (at, change) => {
      const changed = file.slice()
      changed[at] = (changed[at] ?? 0) ^ change
      expect(REFUSED).toContain(await read(changed))
    }),
    { numRuns: 25 },
  )
}, 60_000)

test('records that are swapped, left out, doubled or added are refused', async () => {
  const record = (index: number): Uint8Array => file.subarray(starts[index], starts[index + 1])
  const head = file.subarray(0, starts[0])
  const orders = [[1, 0, 2, 3], [0, 2, 3], [0, 1, 1, 2, 3], [0, 1, 2], [3], [0, 1, 2, 3, 3]]
  for (const order of orders) {
    const built = new Uint8Array(Buffer.concat([head, ...order.map(record)]))
    expect(REFUSED, order.join()).toContain(await read(built))
  }
}, 60_000)

test('a forged head cannot ask for all memory, and a newer file is told apart', async () => {
  const length = new DataView(file.buffer).getUint32(8)
  const about = JSON.parse(new TextDecoder().decode(file.subarray(12, 12 + length))) as Record<string, unknown>
  const withHead = (head: Record<string, unknown>): Uint8Array => {
    const text = Buffer.from(JSON.stringify(head))
    const size = Buffer.alloc(4)
    size.writeUInt32BE(text.byteLength)
    return new Uint8Array(Buffer.concat([file.subarray(0, 8), size, text, file.subarray(starts[0])]))
  }
  for (const head of [
    { ...about, memory: 64_000_000 },
    { ...about, passes: 9_999 },
    { ...about, salt: '' },
    {},
    { ...about, extra: 1 },
  ])
    expect(await read(withHead(head))).toBe('damaged')
  const newer = openSealed(inParts(withHead({ ...about, format: 2 })), PASSPHRASE)
  await expect(newer.next()).rejects.toThrow('升级')
})
