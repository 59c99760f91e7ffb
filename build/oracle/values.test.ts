import { describe, expect, it } from 'vitest'
import {
  AT_LEAST_ZERO,
  NONE_DATE,
  NONE_NUMBER,
  NONE_TEXT,
  ONE_TO_THREE,
  ofPerson,
  type Town,
  UNKNOWN_DATE,
  UNKNOWN_NUMBER,
  UNKNOWN_TEXT,
  UNKNOWN_TRUTH,
} from './fixture.ts'

const check = (cases: readonly (readonly [string, string])[], town: Town = {}): void => {
  it.each(cases)('%s is %s', (formula, expected) => {
    expect(ofPerson(formula, town)).toBe(expected)
  })
}

describe('Kleene logic', () => {
  const U = UNKNOWN_TRUTH
  check([
    ['TRUE AND TRUE', 'true'],
    [`FALSE AND ${U}`, 'false'],
    [`${U} AND FALSE`, 'false'],
    [`TRUE AND ${U}`, 'unknown'],
    [`TRUE OR ${U}`, 'true'],
    [`${U} OR TRUE`, 'true'],
    [`FALSE OR ${U}`, 'unknown'],
    [`NOT ${U}`, 'unknown'],
    ['NOT TRUE', 'false'],
    // A condition that is none itself counts as false.
    ['MAX(T01.flag WHERE FALSE) OR FALSE', 'false'],
    ['NOT MAX(T01.flag WHERE FALSE)', 'true'],
  ])
})

describe('comparisons beside none and unknown', () => {
  check([
    [`${UNKNOWN_NUMBER} = 1`, 'unknown'],
    [`${UNKNOWN_TEXT} <> 'x'`, 'unknown'],
    [`${UNKNOWN_DATE} < asof`, 'unknown'],
    [`${NONE_NUMBER} = 1`, 'false'],
    [`${NONE_NUMBER} <> 1`, 'false'],
    [`${NONE_NUMBER} < 1`, 'false'],
    [`${NONE_NUMBER} >= 1`, 'false'],
    [`NOT ${NONE_NUMBER} = 1`, 'true'],
    [`${NONE_NUMBER} = ${UNKNOWN_NUMBER}`, 'false'],
    [`${NONE_TEXT} IN ('1', '2')`, 'false'],
    [`${NONE_TEXT} NOT IN ('1', '2')`, 'false'],
    [`${NONE_NUMBER} BETWEEN 1 AND 2`, 'false'],
    [`${NONE_NUMBER} NOT BETWEEN 1 AND 2`, 'false'],
    [`1 NOT BETWEEN ${NONE_NUMBER} AND 2`, 'false'],
    [`${NONE_TEXT} LIKE '1%'`, 'false'],
    [`${NONE_TEXT} NOT LIKE '1%'`, 'false'],
    [`STARTS(${NONE_TEXT}, '1')`, 'false'],
    [`${UNKNOWN_TEXT} IN ('1')`, 'unknown'],
    [`${UNKNOWN_TEXT} NOT IN ('1')`, 'unknown'],
    [`${UNKNOWN_TEXT} LIKE '1%'`, 'unknown'],
    [`STARTS(${UNKNOWN_TEXT}, '1')`, 'unknown'],
    [`${NONE_NUMBER} IS NULL`, 'true'],
    [`${NONE_NUMBER} IS NOT NULL`, 'false'],
    [`${UNKNOWN_NUMBER} IS NULL`, 'unknown'],
    ['1 IS NULL', 'false'],
    [`${NONE_DATE} <= asof`, 'false'],
  ])
})

describe('comparisons of values', () => {
  check([
    ["'12' LIKE '1%'", 'true'],
    ["'21' LIKE '1%'", 'false'],
    ["'21' NOT LIKE '1%'", 'true'],
    ["STARTS('330482001', '330482')", 'true'],
    ["STARTS('330481001', '330482')", 'false'],
    ["'2' IN ('1', '2')", 'true'],
    ["'3' NOT IN ('1', '2')", 'true'],
    ['2 BETWEEN 1 AND 2', 'true'],
    ['2.01 BETWEEN 1 AND 2', 'false'],
    ['2.01 NOT BETWEEN 1 AND 2', 'true'],
    ['0.1 + 0.2 = 0.3', 'true'],
    ['1.0 = 1', 'true'],
    ['6000元 > 5999.99元', 'true'],
    ['0 < 1元', 'true'],
    ['TRUE = TRUE', 'true'],
    ['TRUE = FALSE', 'false'],
    ["asof > '2025-05-17'", 'true'],
    // A double meets a decimal as doubles: 3/10 is the double nearest to 0.3.
    ['3/10 = 0.3', 'true'],
    ['3/10 >= 0.3', 'true'],
  ])
})

describe('comparisons of intervals', () => {
  const R = ONE_TO_THREE
  check([
    [R, '[1, 3]'],
    [`${R} < 4`, 'true'],
    [`${R} < 3`, 'unknown'],
    [`${R} < 1`, 'false'],
    [`${R} <= 3`, 'true'],
    [`${R} <= 1`, 'unknown'],
    [`${R} <= 0.99`, 'false'],
    [`${R} > 0`, 'true'],
    [`${R} > 3`, 'false'],
    [`${R} >= 1`, 'true'],
    [`${R} >= 3`, 'unknown'],
    [`${R} >= 4`, 'false'],
    [`${R} = 2`, 'unknown'],
    [`${R} = 4`, 'false'],
    [`${R} <> 4`, 'true'],
    [`${R} <> 3`, 'unknown'],
    [`${R} IN (4, 5)`, 'false'],
    [`${R} IN (3, 5)`, 'unknown'],
    [`${R} BETWEEN 0 AND 3`, 'true'],
    [`${R} BETWEEN 2 AND 3`, 'unknown'],
    [`${R} NOT BETWEEN 4 AND 5`, 'true'],
    [`${R} IS NULL`, 'unknown'],
    [`${AT_LEAST_ZERO} >= 0`, 'true'],
    [`${AT_LEAST_ZERO} < 0`, 'false'],
    [`${AT_LEAST_ZERO} > 5`, 'unknown'],
  ])
})

describe('arithmetic', () => {
  const R = ONE_TO_THREE
  const U = UNKNOWN_NUMBER
  check([
    ['1.10 + 2.205', '3.305'],
    ['0.1 * 0.2', '0.02'],
    ['1 - 3', '-2'],
    ['-(2 - 5)', '3'],
    ['100元 + 0.5元', '10050c'],
    ['100元 * 0.333', '3330c'],
    ['100元 / 3', '~3333.3333333333335c'],
    ['100元 / 400元', '~0.25'],
    ['1/3', '~0.3333333333333333'],
    // 0.1 + 0.2 of doubles, left to right.
    ['1/10 + 0.2', '~0.30000000000000004'],
    ['0.1 + 0.2 + 1/1', '~1.3'],
    ['(1/10 + 0.2) + 0.3', '~0.6000000000000001'],
    ['1/10 + (0.2 + 0.3)', '~0.6'],
    ['1 / 0', 'unknown'],
    [`1 + ${NONE_NUMBER}`, 'none'],
    [`${NONE_NUMBER} / 0`, 'none'],
    [`-${NONE_NUMBER}`, 'none'],
    [`${NONE_NUMBER} + ${U}`, 'unknown'],
    [`${NONE_NUMBER} + ${R}`, 'unknown'],
    [`1 + ${U}`, 'unknown'],
    [`${R} + 1`, '[2, 4]'],
    [`1 - ${R}`, '[-2, 0]'],
    [`${R} - ${R}`, '[-2, 2]'],
    [`-${R}`, '[-3, -1]'],
    [`${R} * 2`, '[2, 6]'],
    [`2 * ${R}`, '[2, 6]'],
    [`${R} * (0 - 2)`, '[-6, -2]'],
    [`${R} * 0`, '0'],
    // An open end stays open, also times zero.
    [`${AT_LEAST_ZERO} * 0`, '[0, inf]'],
    [`${R} * ${R}`, 'unknown'],
    [`${AT_LEAST_ZERO} + 5`, '[5, inf]'],
    [`5 - ${AT_LEAST_ZERO}`, '[-inf, 5]'],
    [`${AT_LEAST_ZERO} * (0 - 1)`, '[-inf, 0]'],
    [`${R} / 2`, '[~0.5, ~1.5]'],
    [`${R} / (0 - 2)`, '[~-1.5, ~-0.5]'],
    [`${R} / 0`, 'unknown'],
    [`6 / ${R}`, '[~2, ~6]'],
    [`${R} / ${R}`, '[~0.3333333333333333, ~3]'],
    [`6 / (${AT_LEAST_ZERO} + 2)`, '[~0, ~3]'],
    [`${AT_LEAST_ZERO} / ${R}`, '[~0, inf]'],
    [`6 / ${AT_LEAST_ZERO}`, 'unknown'],
    [`(0 - 6) / ${R}`, 'unknown'],
  ])

  it('refuses units that do not match', () => {
    expect(() => ofPerson('1元 + 1')).toThrow('yuan')
    expect(() => ofPerson('1元 * 1元')).toThrow('yuan')
    expect(() => ofPerson('1 / 1元')).toThrow('yuan')
    expect(() => ofPerson('1元 > 1')).toThrow('yuan')
  })
})

describe('params', () => {
  const town: Town = {
    params: {
      'param.std': { value: 1175, yuan: true },
      'param.cov': { value: 0.5, yuan: false },
      'param.county': { value: '330482', yuan: false },
    },
  }
  check(
    [
      ['param.std', '117500c'],
      ['param.std * 2 = 2350元', 'true'],
      ['param.cov', '0.5'],
      ["STARTS('330482001', param.county)", 'true'],
    ],
    town,
  )
})
