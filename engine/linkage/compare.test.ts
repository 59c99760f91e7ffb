import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { comparer, LEVEL } from './compare.ts'
import { edits, jaroWinkler, soundex } from './likeness.ts'
import type { FieldKind } from './spec.ts'
import { comparable } from './values.ts'

const level = (kind: FieldKind, a: string, b: string): string => {
  const texts = [comparable(kind, a), comparable(kind, b)]
  if (texts[0] === texts[1]) return 'equal'
  const found = comparer(kind, texts)(0, 1)
  return Object.entries(LEVEL).find(([, value]) => value === found)?.[0] ?? ''
}

describe('values as they are compared', () => {
  test.each([
    ['name', ' Ｏ’Brien ', 'obrien'],
    ['name', '張國華', '张国华'],
    ['name', '不详', ''],
    ['date', '19151111', '19151111'],
    ['date', '1965-3-9', '19650309'],
    ['date', '1965年3月9日', '19650309'],
    ['date', '9/3/1965', '19650309'],
    ['date', '1965.03', '19650300'],
    ['date', '1965年', '19650000'],
    ['date', '2024-05-06 10:30:00', '20240506'],
    ['code', ' 0573-8512 3456', '057385123456'],
    ['text', 'N/A', ''],
  ] as const)('%s %s', (kind, cell, text) => {
    expect(comparable(kind, cell)).toBe(text)
  })
})

describe('levels', () => {
  test.each([
    ['name', 'michaela', 'michaeal', 'close'],
    ['name', 'catherine', 'kathryn', 'far'],
    ['name', 'green', 'whitfield', 'different'],
    ['name', '王建国', '王健国', 'close'],
    ['name', '陈己', '陈已', 'close'],
    ['name', '王建国', '王建', 'near'],
    ['name', '王建国', '王建军', 'near'],
    ['name', '伟王', '王伟', 'near'],
    ['name', 'zhangwei', '张伟', 'close'],
    ['name', 'wei zhang', '张伟', 'close'],
    ['name', '王建国', '李思佳', 'different'],
    ['date', '1965-03-09', '1965-09-03', 'close'],
    ['date', '1965-03-09', '1966-03-09', 'close'],
    ['date', '1965-03-09', '1965-03-28', 'near'],
    ['date', '1965-03-09', '1965', 'far'],
    ['date', '1965-03-09', '1965-03', 'near'],
    ['date', '1965-03-09', '1971-11-20', 'different'],
    ['code', '2601', '2610', 'close'],
    ['code', '5304218', '5304281', 'close'],
    ['code', 'nsw', 'vic', 'different'],
    ['text', 'stanley street', 'stanly street', 'close'],
    ['text', '北圩74号', '新群村北圩74号', 'near'],
    ['text', 'stanley street', 'proctor avenue', 'different'],
  ] as const)('%s %s %s: %s', (kind, a, b, found) => {
    expect(level(kind, a, b)).toBe(found)
  })

  const word = fc.string({ unit: fc.constantFrom(...'ab1王国建'), maxLength: 8 })
  test('do not depend on the order of the two', () => {
    fc.assert(
      fc.property(fc.constantFrom<FieldKind>('name', 'date', 'code', 'text'), word, word, (kind, a, b) => {
        expect(level(kind, a, b)).toBe(level(kind, b, a))
      }),
      { seed: 7, numRuns: 400 },
    )
  })

  test('edits are what they say', () => {
    fc.assert(
      fc.property(word, word, (a, b) => {
        const apart = edits(a, b, 8)
        expect(apart).toBe(edits(b, a, 8))
        expect(apart === 0).toBe(a === b)
        expect(edits(a, b, 2)).toBe(Math.min(3, apart))
      }),
      { seed: 7, numRuns: 400 },
    )
    expect(edits('michaela', 'michaeal', 2)).toBe(1)
  })

  test('known likenesses', () => {
    expect(jaroWinkler('martha', 'marhta')).toBeCloseTo(0.9611, 4)
    expect(jaroWinkler('dixon', 'dicksonx')).toBeCloseTo(0.8133, 4)
    expect(jaroWinkler('abc', 'xyz')).toBe(0)
    expect(['robert', 'rupert', 'ashcraft', 'tymczak', 'pfister', 'honeyman'].map(soundex)).toEqual([
      'r163',
      'r163',
      'a261',
      't522',
      'p236',
      'h555',
    ])
  })
})
