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

const U = UNKNOWN_TRUTH

describe('CASE and IF', () => {
  check([
    ["CASE(FALSE, 'a', TRUE, 'b', 'c')", "'b'"],
    ["CASE(FALSE, 'a', FALSE, 'b', 'c')", "'c'"],
    [`CASE(TRUE, 'a', ${U}, 'b', 'c')`, "'a'"],
    [`CASE(${U}, 'a', TRUE, 'b', 'c')`, 'unknown'],
    [`CASE(${U}, 'a', TRUE, 'a', 'c')`, "'a'"],
    [`CASE(${U}, 'a', FALSE, 'b', 'a')`, "'a'"],
    [`IF(${U}, TRUE, TRUE)`, 'true'],
    [`IF(${U}, TRUE, FALSE)`, 'unknown'],
    [`IF(${U}, 55, 60)`, '[55, 60]'],
    [`IF(${U}, 60, 60.0)`, '60'],
    [`IF(${U}, ${ONE_TO_THREE}, 5)`, '[1, 5]'],
    [`IF(${U}, ${AT_LEAST_ZERO}, 5)`, '[0, inf]'],
    [`IF(${U}, ${UNKNOWN_NUMBER}, 5)`, 'unknown'],
    [`IF(${U}, ${NONE_NUMBER}, 5)`, 'unknown'],
    [`IF(${U}, ${NONE_TEXT}, ${NONE_TEXT})`, 'none'],
    [`IF(TRUE, ${NONE_TEXT}, 'a')`, 'none'],
    [`IF(FALSE, 'a', ${UNKNOWN_TEXT})`, 'unknown'],
    // A condition that is none is false.
    [`IF(MAX(T01.flag WHERE FALSE), 1, 2)`, '2'],
  ])
})

describe('OR0, ORNONE, ATLEAST0, GATE', () => {
  check([
    [`OR0(${NONE_NUMBER})`, '0'],
    [`OR0(${UNKNOWN_NUMBER})`, 'unknown'],
    ['OR0(5)', '5'],
    [`ORNONE(${NONE_NUMBER}, 7)`, '7'],
    [`ORNONE(${UNKNOWN_NUMBER}, 7)`, 'unknown'],
    ['ORNONE(5, 7)', '5'],
    ['ATLEAST0(5)', '5'],
    ['ATLEAST0(0 - 5)', '0'],
    [`ATLEAST0(2 - ${ONE_TO_THREE})`, '[0, 1]'],
    [`ATLEAST0(${UNKNOWN_NUMBER})`, '[0, inf]'],
    [`ATLEAST0(${NONE_NUMBER})`, '0'],
    ['GATE(5, TRUE)', '5'],
    ['GATE(5, FALSE)', '[5, inf]'],
    [`GATE(5, ${U})`, '[5, inf]'],
    [`GATE(${ONE_TO_THREE}, FALSE)`, '[1, inf]'],
    [`GATE(${UNKNOWN_NUMBER}, FALSE)`, 'unknown'],
    [`GATE(${NONE_NUMBER}, TRUE)`, 'none'],
    [`GATE(${NONE_NUMBER}, FALSE)`, 'unknown'],
    // The zero of a missing quotient is a double, so that what follows is double arithmetic.
    [`OR0(${NONE_NUMBER} / 3) + 0.1 + 0.2`, '~0.30000000000000004'],
    [`OR0(${NONE_NUMBER}) + 0.1 + 0.2`, '0.3'],
  ])
})

describe('GREATEST and LEAST', () => {
  check([
    ['GREATEST(1, 3, 2)', '3'],
    ['LEAST(1, 3, 2)', '1'],
    [`GREATEST(${UNKNOWN_NUMBER}, 1)`, 'unknown'],
    [`LEAST(${UNKNOWN_NUMBER}, 1)`, 'unknown'],
    [`GREATEST(${ONE_TO_THREE}, 2)`, '[2, 3]'],
    [`LEAST(${ONE_TO_THREE}, 2)`, '[1, 2]'],
    [`GREATEST(${AT_LEAST_ZERO}, 2)`, '[2, inf]'],
    [`LEAST(${AT_LEAST_ZERO}, 2)`, '[0, inf]'],
    [`GREATEST(${NONE_NUMBER}, 2)`, 'none'],
    ['GREATEST(1元, 0)', '100c'],
  ])
})

describe('COALESCE', () => {
  const town: Town = {
    rows: {
      T01: [
        { id_no: 1, day: '2025-01-01', kind: '9', n: null, amount: 200 },
        { id_no: 1, day: '2025-02-01', kind: null, n: 4, amount: null },
      ],
      C01: [{ id_no: 1, kind: '3', n: 8 }],
    },
    missing: { M01: ['kind'] },
  }
  check(
    [
      ['COALESCE(CUR(T01.n), CUR(C01.n), 1)', '4'],
      // Blank and not assessed go on.
      ["COALESCE(CUR(T01.kind), CUR(C01.kind), 'x')", "'3'"],
      // None goes on.
      ['COALESCE(CUR(T01.n WHERE FALSE), CUR(C01.n), 1)', '8'],
      // No row in a checked category goes on.
      ['COALESCE(CUR(K01.n), CUR(C01.n), 1)', '8'],
      // A column that was not delivered ends the search, so does a category.
      ["COALESCE(CUR(M01.kind), CUR(C01.kind), 'x')", 'unknown'],
      ['COALESCE(CUR(U01.n), CUR(C01.n), 1)', 'unknown'],
      ['COALESCE(CUR(T01.n), CUR(U01.n), 1)', '4'],
      ['COALESCE(CUR(C01.n WHERE FALSE), 1)', '1'],
      // Nothing has a value: unknown if anything was unknown.
      ['COALESCE(CUR(K01.n), MAX(T01.n WHERE FALSE))', 'unknown'],
      ['COALESCE(CUR(T01.n WHERE FALSE), MAX(T01.amount WHERE FALSE))', 'none'],
      [`COALESCE(CUR(T01.n WHERE FALSE), ${UNKNOWN_NUMBER})`, 'unknown'],
      [`COALESCE(CUR(T01.n WHERE FALSE), ${ONE_TO_THREE})`, '[1, 3]'],
      // A comparison of a none goes on too; one of a value ends, also when false.
      ['COALESCE(CUR(T01.n WHERE FALSE) = 4, CUR(C01.n) = 8, FALSE)', 'true'],
      ['COALESCE(CUR(T01.n) = 5, CUR(C01.n) = 8, TRUE)', 'false'],
      ["COALESCE(CUR(T01.kind) = '1', CUR(C01.kind) = '3', FALSE)", 'true'],
    ],
    town,
  )

  it('works on the cells of a row', () => {
    const rows = {
      T01: [
        { id_no: 1, area: 10000, share: 5000 },
        { id_no: 1, area: 2550, share: null },
      ],
    }
    expect(ofPerson('SUM(T01.area * COALESCE(T01.share, 1))', { rows })).toBe('75.5')
  })
})

describe('EARLIEST and LATEST', () => {
  const town: Town = {
    rows: {
      T01: [
        { id_no: 1, day: '2024-03-01', other: '2024-02-01', kind: '1' },
        { id_no: 1, day: '2025-03-01', other: null, kind: '2' },
      ],
      H01: [{ id_no: 1, day: '2024-01-15' }],
    },
  }
  check(
    [
      ['EARLIEST(T01.day, H01.day)', '2024-01-15'],
      ["EARLIEST(T01.day WHERE T01.kind='2', T01.other)", '2024-02-01'],
      ['LATEST(T01.day, H01.day)', '2025-03-01'],
      ['EARLIEST(T01.day, H01.day WHERE FALSE)', '2024-03-01'],
      ['EARLIEST(T01.day WHERE FALSE, H01.day WHERE FALSE)', 'none'],
      ['EARLIEST(T01.day, U01.day)', 'unknown'],
      ['LATEST(T01.day, U01.day)', 'unknown'],
    ],
    town,
  )
})

describe('dates', () => {
  const town: Town = { persons: [{ pk: 1, birth: '2004-02-29', sex: '1', relation: null }] }
  const at = (formula: string, asOf: string): string => ofPerson(formula, { ...town, asOf })

  it('counts full years', () => {
    expect(at('AGE(PERSON.birth_date, asof)', '2025-02-27')).toBe('20')
    expect(at('AGE(PERSON.birth_date, asof)', '2025-02-28')).toBe('21')
    expect(at('AGE(PERSON.birth_date, asof)', '2028-02-28')).toBe('23')
    expect(at('AGE(PERSON.birth_date, asof)', '2028-02-29')).toBe('24')
    expect(at('AGE(PERSON.birth_date, asof)', '2003-01-01')).toBe('0')
  })

  it('counts full months and days, never below zero', () => {
    expect(at('MONTHS_BETWEEN(PERSON.birth_date, asof)', '2004-03-28')).toBe('0')
    expect(at('MONTHS_BETWEEN(PERSON.birth_date, asof)', '2004-03-29')).toBe('1')
    expect(at('MONTHS_BETWEEN(asof, PERSON.birth_date)', '2004-03-29')).toBe('0')
    expect(at('DAYS_BETWEEN(PERSON.birth_date, asof)', '2004-03-01')).toBe('1')
    expect(at('DAYS_BETWEEN(asof, PERSON.birth_date)', '2004-03-01')).toBe('0')
  })

  check([
    ['YEAR(asof) = 2025', 'true'],
    ['YEAR(asof) - 1', '2024'],
    ['MONTH_OF(asof)', 'month 24304'],
    ['SCHOOLYEAR_OF(asof) = 2024', 'true'],
    ['asof - 3 MONTH', '2025-02-18'],
    ['asof + 12 MONTH', '2026-05-18'],
    [`${NONE_DATE} - 3 MONTH`, 'none'],
    [`${UNKNOWN_DATE} - 3 MONTH`, 'unknown'],
    [`YEAR(${NONE_DATE})`, 'none'],
    [`YEAR(${UNKNOWN_DATE})`, 'unknown'],
    [`DAYS_BETWEEN(${NONE_DATE}, asof)`, 'none'],
    [`DAYS_BETWEEN(${NONE_DATE}, ${UNKNOWN_DATE})`, 'unknown'],
    ['AGE(PERSON.birth_date, asof)', 'unknown'],
  ])

  it('clamps to the end of the month', () => {
    expect(at('asof - 1 MONTH', '2025-03-31')).toBe('2025-02-28')
    expect(at('asof - 1 MONTH', '2024-03-31')).toBe('2024-02-29')
    expect(at('asof + 1 MONTH', '2025-01-30')).toBe('2025-02-28')
    expect(at('asof - 13 MONTH', '2025-01-31')).toBe('2023-12-31')
  })

  it('begins school years in September', () => {
    expect(at('SCHOOLYEAR_OF(asof)', '2024-08-31')).toBe('schoolyear 2023')
    expect(at('SCHOOLYEAR_OF(asof)', '2024-09-01')).toBe('schoolyear 2024')
  })

  it('reads the person', () => {
    expect(at('PERSON.birth_date', '2025-01-01')).toBe('2004-02-29')
    expect(at("PERSON.sex = '1'", '2025-01-01')).toBe('true')
    expect(at("PERSON.relation = '01'", '2025-01-01')).toBe('unknown')
    expect(at('PERSON.relation IS NULL', '2025-01-01')).toBe('true')
  })
})

describe('INT', () => {
  check([
    ['INT(TRUE)', '1'],
    ['INT(FALSE)', '0'],
    [`INT(${U})`, '[0, 1]'],
    [`INT(${NONE_NUMBER} = 1)`, '0'],
  ])
})
