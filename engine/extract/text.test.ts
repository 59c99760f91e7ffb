import fc from 'fast-check'
import iconv from 'iconv-lite'
import { describe, expect, test } from 'vitest'
import { extract } from '../load/extracts.fixture.ts'
import { rowsOf } from './canonical.ts'
import { openFile } from './open.ts'
import type { Shape, TextRow } from './sheet.ts'

const read = async (content: string | Uint8Array, shape: Shape = { columns: null, after: 0 }, block = 5): Promise<TextRow[]> => {
  const [opened] = await openFile(extract('a.csv', content, block))
  if (opened?.problem) throw opened.problem
  const rows: TextRow[] = []
  for (const sheet of opened?.sheets ?? []) for await (const chunk of sheet.chunks(shape)) rows.push(...rowsOf(chunk))
  return rows
}
const cells = async (content: string | Uint8Array, shape?: Shape) => (await read(content, shape)).map((row) => row.cells)

describe('delimited text', () => {
  test('keeps quotes, delimiters and line breaks inside quotes, and the first physical line of every record', async () => {
    const rows = await read('a,b\r\n"x ""y""","1\r\n2,3"\r\n\r\nlast,"4"')
    expect(rows).toEqual([
      { line: 1, cells: ['a', 'b'] },
      { line: 2, cells: ['x "y"', '1\r\n2,3'] },
      { line: 5, cells: ['last', '4'] },
    ])
  })

  test.each([',', ';', '\t', '|'])('finds the delimiter %j', async (delimiter) => {
    const text = ['名称', '甲,乙;丙', '丁'].join(delimiter === ',' ? ';' : delimiter)
    const plain = delimiter === ',' ? '名称,甲,丁\n1,2,3\n' : `${text}\n1${delimiter}2${delimiter}3\n`
    expect((await cells(plain))[1]).toEqual(['1', '2', '3'])
  })

  test('reads UTF-8 with a byte-order mark and GB18030, four-byte characters too', async () => {
    expect(await cells('\ufeff姓名,村\n张三,圻塘\n')).toEqual([
      ['姓名', '村'],
      ['张三', '圻塘'],
    ])
    const gb = new Uint8Array(iconv.encode('姓名,村\n张𠮷,㛃塘\n', 'gb18030'))
    expect(await cells(gb)).toEqual([
      ['姓名', '村'],
      ['张𠮷', '㛃塘'],
    ])
  })

  test('says what it took the file for', async () => {
    const text = "sep=;\n名称;金额\n'甲;1';2,5\n'乙';3,5\n"
    const [opened] = await openFile(extract('a.csv', new Uint8Array(iconv.encode(text, 'gb18030'))))
    expect(opened?.sheets[0]).toMatchObject({
      encoding: 'gb18030',
      dialect: { delimiter: ';', quote: "'", backslash: false, padded: false, skip: 1 },
    })
  })

  test('refuses bytes of neither encoding', async () => {
    await expect(cells(new Uint8Array([0xe5, 0xa7, 0x93, 44, 0xff, 0xff, 10]))).rejects.toThrow(/既不是 UTF-8 也不是 GB18030/)
  })

  test('refuses a line without an end as soon as it is longer than a record may be', async () => {
    let blocks = 0
    const block = new Uint8Array(1 << 20).fill(97)
    const [opened] = await openFile({
      path: 'line.csv',
      size: 40 << 20,
      async *stream() {
        for (blocks = 0; blocks < 40; blocks++) yield block
      },
      bytes: async () => block,
    })
    const read = async () => {
      for await (const chunk of opened?.sheets[0]?.chunks({ columns: null, after: 0 }) ?? [])
        throw new Error(`${chunk.records} records`)
    }
    await expect(read()).rejects.toThrow(/^第 1 行起的一条记录超过 1 MB/)
    expect(blocks).toBeLessThan(4)
  })

  test('fills short records, cuts empty cells beyond the heading and sets longer records aside', async () => {
    const [opened] = await openFile(extract('a.csv', 'a,b\n1\n1,2,,\n1,2,3\n'))
    const chunks = []
    for await (const chunk of opened?.sheets[0]?.chunks({ columns: 2, after: 1 }) ?? []) chunks.push(chunk)
    expect(chunks.flatMap(rowsOf)).toEqual([
      { line: 2, cells: ['1', ''] },
      { line: 3, cells: ['1', '2'] },
    ])
    expect(chunks[0]?.setAside).toEqual([{ line: 4, text: '1,2,3', reason: 'ragged' }])
  })

  test('reads a quote that is never closed as a character', async () => {
    expect(await cells('a,b\n"x,1\ny,2\n')).toEqual([
      ['a', 'b'],
      ['"x', '1'],
      ['y', '2'],
    ])
    expect(await cells('a,b\n5"管,"q"z\n')).toEqual([
      ['a', 'b'],
      ['5"管', '"q"z'],
    ])
  })

  test('marks columns with untidy cells and no others', async () => {
    const [opened] = await openFile(extract('a.csv', 'a,b,c\n1,２,x \n1,2,x\n', 3))
    for await (const chunk of opened?.sheets[0]?.chunks({ columns: 3, after: 1 }) ?? []) {
      expect([...chunk.messy]).toEqual([0, 1, 1])
    }
  })

  test('any table comes back cell by cell, whatever the block size', async () => {
    const cell = fc.string({ unit: fc.constantFrom('a', '"', ',', '\n', '\r', ' ', '平', '𠮷', '　', '1'), maxLength: 6 })
    const table = fc.array(fc.array(cell, { minLength: 3, maxLength: 3 }), { minLength: 1, maxLength: 8 })
    await fc.assert(
      fc.asyncProperty(table, fc.integer({ min: 1, max: 40 }), async (rows, block) => {
        const text = `h1,h2,h3\n${rows.map((row) => row.map((value) => `"${value.replaceAll('"', '""')}"`).join(',')).join('\n')}\n`
        const filled = rows.filter((row) => row.some((value) => value !== ''))
        const got = (await read(text, { columns: 3, after: 1 }, block)).map((row) => row.cells)
        expect(got).toEqual(filled)
      }),
      { numRuns: 150 },
    )
  })
})
