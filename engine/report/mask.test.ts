import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { maskCell, maskName, maskNumber, maskNumbers, maskRecord } from './mask.ts'

describe('names', () => {
  test.each([
    ['张三丰', '张**'],
    ['李四', '李*'],
    ['王', '王*'],
    ['欧阳娜娜', '欧***'],
    ['𠮷田', '𠮷*'],
    ['Anna', 'A***'],
  ])('%s', (name, masked) => expect(maskName(name)).toBe(masked))

  test('show their first character only', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme', minLength: 1 }), (name) => {
        const [first, ...rest] = maskName(name)
        expect(first).toBe([...name][0])
        expect(rest.every((one) => one === '*') && rest.length > 0).toBe(true)
      }),
    )
  })
})

describe('numbers', () => {
  test('keep four characters where enough is hidden', () => {
    expect(maskNumber('330482199001011234')).toBe('****1234')
    expect(maskNumber('13800000001')).toBe('****0001')
    expect(maskNumber('12345')).toBe('****')
  })

  test.each([
    ['身份证330482199001011234，请核对', '身份证****1234，请核对'],
    ['33048219900101123X', '****123X'],
    ['33048219900101123x/330482199001011234', '****123x/****1234'],
    ['330482900101123', '****1123'],
    ['6222021234567890123', '****0123'],
    ['33048219900101123445', '****3445'],
    ['３３０４８２１９９００１０１１２３４', '****１２３４'],
    ['330482 19900101 1234', '****1234'],
    ['2025-05-18 09:30:00', '2025-05-18 09:30:00'],
    ['13800000001', '13800000001'],
    ['20250518093000', '20250518093000'],
    ['330482101201', '330482101201'],
  ])('inside %s', (text, masked) => expect(maskNumbers(text)).toBe(masked))

  const digits = fc.stringMatching(/^[1-9]\d{16}[\dX]$/)
  const shapes = fc.constantFrom<(text: string) => string>(
    (text) => text,
    (text) => text.toLowerCase(),
    (text) => text.slice(0, 6) + text.slice(8, 17),
    (text) => `${text.slice(0, 6)} ${text.slice(6, 14)}\u3000${text.slice(14)}`,
    (text) => [...text].map((one) => String.fromCodePoint((one.codePointAt(0) ?? 0) + 0xfee0)).join(''),
    (text) => [...text].join('\u200b'),
  )
  const around = fc.string({ unit: fc.constantFrom('0', '7', 'X', 'x', ' ', ',', '-', '号', '张', 'a', '\t'), maxLength: 8 })

  /** Everything a reader could take for digits. */
  const bare = (text: string): string =>
    text
      .normalize('NFKC')
      .replace(/[\s\u200b-\u200f]/g, '')
      .toUpperCase()

  test('nowhere show an ID number whole', () => {
    const pii = fc.constantFrom('D', 'S', 'N')
    const type = fc.constantFrom('id18', 'string', 'text', 'code', 'date', 'address', 'cert20', 'money')
    fc.assert(
      fc.property(around, digits, shapes, around, pii, type, (before, number, shape, after, pii, type) => {
        const written = shape(number)
        const whole = bare(written)
        const text = before + written + after
        for (const masked of [
          maskNumbers(text),
          maskCell(text, undefined),
          maskCell(text, { type, pii }),
          maskNumbers(maskRecord(text)),
        ]) {
          expect(bare(masked)).not.toContain(whole)
          expect(bare(masked)).not.toContain(whole.slice(0, 14))
        }
      }),
      { numRuns: 3000 },
    )
  })
})

describe('cells', () => {
  const direct = (type: string) => ({ type, pii: 'D' })

  test.each([
    ['张三丰', 'string', '张**'],
    ['张三1', 'string', '张**'],
    ['欧阳娜娜1', 'string', '欧****'],
    ['0012345678', 'string', '****5678'],
    ['330482199001011234', 'id18', '****1234'],
    ['E1234567', 'id18', '****4567'],
    ['3.30482E+17', 'id18', '3**********'],
    ['13800000001', 'phone', '****0001'],
    ['1990-01-01', 'date', '1990-**-**'],
    ['19900101', 'date', '1990-**-**'],
    ['01/02/1990', 'date', '1990-**-**'],
    ['九零年', 'date', '****'],
    ['新埭镇鱼圻塘村12组3号', 'address', '新埭镇鱼圻塘***'],
    ['', 'string', ''],
  ])('direct identifier %s of type %s', (text, type, masked) => expect(maskCell(text, direct(type))).toBe(masked))

  test('what identifies nobody stays readable', () => {
    expect(maskCell('享受中', { type: 'code', pii: 'N' })).toBe('享受中')
    expect(maskCell('1,234.5元', { type: 'money', pii: 'S' })).toBe('1,234.5元')
    expect(maskCell('没有这一列', undefined)).toBe('没有这一列')
  })
})

test('a record shows the beginning of each of its cells', () => {
  expect(maskRecord('330482199001011234,张三丰,男,2025-05-18')).toBe('3*****************,张**,男,2*********')
  expect(maskRecord('李四\t新埭镇')).toBe('李*\t新**')
})
