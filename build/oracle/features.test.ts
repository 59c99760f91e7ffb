import { describe, expect, it } from 'vitest'
import { parseFormula } from '../../engine/rules/parse.ts'
import type { FeatureType } from './county.ts'
import { exact, nearestQuotient, parseDecimal, roundHalfAway, toDouble } from './decimal.ts'
import { type Banded, UNKNOWN_LEVEL } from './evaluate.ts'
import { NONE_NUMBER, NONE_TEXT, ONE_TO_THREE, oracle, type Town, UNKNOWN_NUMBER } from './fixture.ts'
import { physical } from './store.ts'
import { show } from './value.ts'

const kept = (formula: string, type: FeatureType): string =>
  show(oracle({ features: { 'p.x': { formula: parseFormula(formula), type } } }).feature('p.x', 1))

describe('how a feature is kept', () => {
  it('money in whole cents, half away from zero', () => {
    expect(kept('100元 / 8', 'money')).toBe('1250c')
    expect(kept('0.05元 / 2', 'money')).toBe('3c')
    expect(kept('0 - 0.05元 / 2', 'money')).toBe('-3c')
    expect(kept('0.05元 * 0.5', 'money')).toBe('3c')
    expect(kept('0.05元 * 0.49', 'money')).toBe('2c')
    expect(kept('10元 / 3', 'money')).toBe('333c')
    expect(kept(`0.01元 * ${ONE_TO_THREE} / 2`, 'money')).toBe('[1, 2]c')
    expect(kept(`GATE(0.05元 / 2, FALSE)`, 'money')).toBe('[3, inf]c')
    expect(kept('0', 'money')).toBe('0c')
    expect(() => kept('1', 'money')).toThrow('plain')
    expect(() => kept('1元', 'int')).toThrow('yuan')
  })

  it('areas in hundredths, ratios as doubles, none and unknown as they are', () => {
    expect(kept('1.005', 'num')).toBe('1.01')
    expect(kept('0 - 1.005', 'num')).toBe('-1.01')
    expect(kept('10 / 3', 'num')).toBe('3.33')
    expect(kept('0.25', 'ratio')).toBe('~0.25')
    expect(kept('1 / 3', 'ratio')).toBe('~0.3333333333333333')
    expect(kept(ONE_TO_THREE, 'int')).toBe('[1, 3]')
    expect(kept(NONE_NUMBER, 'int')).toBe('none')
    expect(kept(UNKNOWN_NUMBER, 'int')).toBe('unknown')
    expect(kept('YEAR(asof)', 'int')).toBe('2025')
    expect(kept('asof', 'date')).toBe('2025-05-18')
  })

  it('hands the rounded value on', () => {
    const features = {
      'p.third': { formula: parseFormula('10元 / 3'), type: 'money' as const },
      'p.whole': { formula: parseFormula('p.third * 3'), type: 'money' as const },
    }
    expect(show(oracle({ features }).feature('p.whole', 1))).toBe('999c')
  })

  it('has a form in the units of the tables', () => {
    const table = (formula: string, type: FeatureType) => {
      const features = { 'p.x': { formula: parseFormula(formula), type } }
      return physical(oracle({ features }).feature('p.x', 1), type)
    }
    expect(table('12.34元', 'money')).toEqual({ none: false, lo: 1234, hi: 1234 })
    expect(table('GATE(12.34元, FALSE)', 'money')).toEqual({ none: false, lo: 1234, hi: null })
    expect(table('89.5', 'num')).toEqual({ none: false, lo: 8950, hi: 8950 })
    expect(table('1 / 4', 'ratio')).toEqual({ none: false, lo: 0.25, hi: 0.25 })
    expect(table(ONE_TO_THREE, 'int')).toEqual({ none: false, lo: 1, hi: 3 })
    expect(table(NONE_NUMBER, 'int')).toEqual({ none: true, lo: null, hi: null })
    expect(table(UNKNOWN_NUMBER, 'int')).toEqual({ none: false, lo: null, hi: null })
    expect(table('asof', 'date')).toEqual({ none: false, lo: '2025-05-18', hi: '2025-05-18' })
    expect(table("'41'", 'code')).toEqual({ none: false, lo: '41', hi: '41' })
    expect(table('TRUE', 'bool')).toEqual({ none: false, lo: true, hi: true })
  })

  it('reads what the builder says', () => {
    const town: Town = {
      features: {
        'h.id': { builder: 'household_id', type: 'text' },
        'h.members': { builder: 'members', type: 'int' },
        'h.region12': { builder: 'region12', type: 'code' },
      },
      households: [{ hid: 0, household_id: 'abc', size: 4, region12: null }],
    }
    expect(show(oracle(town).feature('h.id', 0))).toBe("'abc'")
    expect(show(oracle(town).feature('h.members', 0))).toBe('4')
    expect(show(oracle(town).feature('h.region12', 0))).toBe('unknown')
  })
})

const band = (value: string, ...whens: [string, number][]): Banded =>
  oracle().band(0, {
    value: parseFormula(value),
    bands: whens.map(([when, points]) => ({ when: parseFormula(when), points })),
    elsePoints: 0,
  })

const result = ({ level, points }: Banded): [number, number | null] => [level, points]

describe('bands', () => {
  it('takes the first that is true', () => {
    expect(result(band('0.4', ['v < 0.5', 22], ['v < 1', 10]))).toEqual([1, 22])
    expect(result(band('0.5', ['v < 0.5', 22], ['v < 1', 10]))).toEqual([2, 10])
    expect(result(band('1', ['v < 0.5', 22], ['v < 1', 10]))).toEqual([0, 0])
    expect(result(band("'N'", ["v = 'A'", 5], ["v IN ('M', 'N')", 3]))).toEqual([2, 3])
  })

  it('none is the lowest level', () => {
    expect(result(band(NONE_NUMBER, ['v < 1', 22]))).toEqual([0, 0])
    expect(result(band(NONE_TEXT, ["NOT v = 'A'", 22]))).toEqual([0, 0])
  })

  it('is unknown unless every outcome gives the same points', () => {
    expect(result(band(UNKNOWN_NUMBER, ['v < 1', 22], ['v < 2', 10]))).toEqual([UNKNOWN_LEVEL, null])
    expect(band(UNKNOWN_NUMBER, ['v < 1', 22], ['v < 2', 10]).possible).toEqual([22, 10, 0])
    expect(result(band(UNKNOWN_NUMBER, ['v < 1', 5], ['TRUE', 5]))).toEqual([1, 5])
    expect(result(band(UNKNOWN_NUMBER, ['v < 1', 0], ['v < 2', 0]))).toEqual([1, 0])
  })

  it('an interval may decide', () => {
    expect(result(band(ONE_TO_THREE, ['v >= 1', 8], ['v >= 0', 4]))).toEqual([1, 8])
    expect(result(band(ONE_TO_THREE, ['v > 3', 8], ['v >= 1', 4]))).toEqual([2, 4])
    expect(result(band(ONE_TO_THREE, ['v >= 2', 8], ['v >= 1', 4]))).toEqual([UNKNOWN_LEVEL, null])
    expect(result(band(ONE_TO_THREE, ['v > 3', 8], ['v >= 2', 4], ['v >= 1', 4]))).toEqual([2, 4])
  })
})

describe('exact decimals', () => {
  it('divides to the nearest double', () => {
    expect(nearestQuotient(1n, 3n)).toBe(1 / 3)
    expect(nearestQuotient(-2n, 3n)).toBe(-2 / 3)
    expect(nearestQuotient(0n, 3n)).toBe(0)
    // Just above half between 2^53 and 2^53 + 2: the remainder decides.
    expect(nearestQuotient((2n ** 53n + 1n) * 3n + 1n, 3n)).toBe(2 ** 53 + 2)
    expect(nearestQuotient((2n ** 53n + 1n) * 3n, 3n)).toBe(2 ** 53)
    expect(nearestQuotient(10n ** 40n, 10n ** 41n)).toBe(0.1)
    expect(toDouble(parseDecimal('0.30000000000000000000000001'))).toBe(0.3)
  })

  it('rounds half away from zero', () => {
    expect(roundHalfAway(parseDecimal('2.5'), 0)).toEqual(exact(3))
    expect(roundHalfAway(parseDecimal('-2.5'), 0)).toEqual(exact(-3))
    expect(roundHalfAway(parseDecimal('2.4999'), 0)).toEqual(exact(2))
    expect(roundHalfAway(0.49999999999999994, 0)).toEqual(exact(0))
    expect(roundHalfAway(-0.5, 0)).toEqual(exact(-1))
    expect(roundHalfAway(Number.POSITIVE_INFINITY, 0)).toBe(Number.POSITIVE_INFINITY)
  })
})
