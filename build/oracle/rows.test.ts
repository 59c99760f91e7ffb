import { describe, expect, it } from 'vitest'
import { ofPerson, type Town } from './fixture.ts'

const check = (cases: readonly (readonly [string, string])[], town: Town = {}): void => {
  it.each(cases)('%s is %s', (formula, expected) => {
    expect(ofPerson(formula, town)).toBe(expected)
  })
}

const month = (year: number, number: number): number => year * 12 + number - 1

describe('cells', () => {
  const row = {
    id_no: 1,
    day: '2025-01-31',
    amount: 12345,
    kind: '1',
    area: 8950,
    share: 5000,
    n: 3,
    flag: true,
    place: 121015000,
  }
  check(
    [
      ['MAX(T01.amount)', '12345c'],
      ['MAX(T01.area)', '89.5'],
      ['MAX(T01.share)', '0.5'],
      ['MAX(T01.place)', '121.015'],
      ['MAX(T01.n)', '3'],
      ['MAX(T01.day)', '2025-01-31'],
      ['MAX(T01.flag)', 'true'],
      ['MAX(T01.kind)', "'1'"],
      ['SUM(T01.area * T01.share)', '44.75'],
      ['SUM(T01.amount * T01.share)', '6172.5c'],
      ['EXISTS(T01 WHERE T01.amount = 123.45元)', 'true'],
      ['EXISTS(T01 WHERE T01.flag)', 'true'],
    ],
    { rows: { T01: [row] } },
  )
})

describe('blank cells and codes that mean unknown', () => {
  const rows = { T01: [{ id_no: 1, kind: '9', note: null }] }
  check(
    [
      ["EXISTS(T01 WHERE T01.kind = '9')", 'unknown'],
      ['EXISTS(T01 WHERE T01.kind IS NULL)', 'false'],
      ['EXISTS(T01 WHERE T01.note IS NULL)', 'true'],
      ['EXISTS(T01 WHERE T01.note IS NOT NULL)', 'false'],
      ["EXISTS(T01 WHERE T01.note = 'x')", 'unknown'],
      ['EXISTS(T01 WHERE T01.day WITHIN 3 MONTH)', 'unknown'],
    ],
    { rows },
  )
})

describe('what was not delivered', () => {
  check(
    [
      ['EXISTS(U01)', 'unknown'],
      ['COUNT(U01)', 'unknown'],
      ['SUM(U01.amount)', 'unknown'],
      ['MAX(U01.n)', 'unknown'],
      ['CUR(U01.n)', 'unknown'],
      ['COUNT(DISTINCT U01.n)', 'unknown'],
      ['EXISTS(T01)', 'true'],
      ['COUNT(T01)', '1'],
      ['COUNT(T01 WHERE T01.n = 2)', '1'],
      ["EXISTS(T01 WHERE T01.kind = '1')", 'unknown'],
      ["COUNT(T01 WHERE T01.n = 2 OR T01.kind = '1')", 'unknown'],
      ['EXISTS(T01 WHERE T01.kind IS NULL)', 'unknown'],
      ['CUR(T01.n WHERE T01.kind IS NULL)', 'unknown'],
      ['CUR(T01.kind)', 'unknown'],
      ['SUM(T01.amount)', '500c'],
      ['SUM(T01.amount, 12 MONTH)', 'unknown'],
    ],
    { rows: { T01: [{ id_no: 1, n: 2, amount: 500 }] }, missing: { T01: ['kind', 'day'] } },
  )
})

describe('visible rows', () => {
  check(
    [
      ['COUNT(T01)', '2'],
      ['COUNT(D01)', '1'],
      ['COUNT(M01)', '1'],
      ['COUNT(Y01)', '1'],
      ['COUNT(S01)', '1'],
      ['COUNT(K01)', '1'],
    ],
    {
      rows: {
        T01: [
          { id_no: 1, day: '2025-05-18' },
          { id_no: 1, day: '2025-05-19' },
          { id_no: 1, day: null },
        ],
        D01: [
          { id_no: 1, moment: '2025-05-18 23:59:59' },
          { id_no: 1, moment: '2025-05-19 00:00:00' },
        ],
        M01: [
          { id_no: 1, period: month(2025, 5) },
          { id_no: 1, period: month(2025, 6) },
        ],
        Y01: [
          { id_no: 1, year: 2025 },
          { id_no: 1, year: 2026 },
        ],
        S01: [
          { id_no: 1, term: 2024 },
          { id_no: 1, term: 2025 },
        ],
        K01: [{ id_no: 1 }, { id_no: 2 }],
      },
    },
  )

  it('finds a person by a key no number holds', () => {
    const pk = 363_531_000_000_000_001n
    const town = { persons: [{ pk: pk as unknown as number }], rows: { T01: [{ id_no: pk as unknown as number }] } }
    expect(ofPerson('COUNT(T01)', town, pk as unknown as number)).toBe('1')
  })
})

describe('EXISTS and COUNT', () => {
  const rows = {
    T01: [
      { id_no: 1, n: 1 },
      { id_no: 1, n: 2 },
      { id_no: 1, n: null },
    ],
    K01: [{ id_no: 2, n: 1 }],
    C01: [{ id_no: 2, n: 1 }],
  }
  check(
    [
      ['EXISTS(T01 WHERE T01.n = 1)', 'true'],
      ['EXISTS(T01 WHERE T01.n = 3)', 'unknown'],
      ['EXISTS(T01 WHERE T01.n = 3 AND FALSE)', 'false'],
      ['EXISTS(Y01)', 'false'],
      ['EXISTS(K01)', 'unknown'],
      ['EXISTS(C01)', 'false'],
      ['COUNT(T01)', '3'],
      ['COUNT(T01 WHERE T01.n >= 1)', '[2, 3]'],
      ['COUNT(T01 WHERE T01.n = 3)', '[0, 1]'],
      ['COUNT(Y01)', '0'],
      ['COUNT(K01)', 'unknown'],
      ['COUNT(C01)', '0'],
      ['COUNT(DISTINCT T01.n WHERE T01.n <= 2 AND T01.n IS NOT NULL)', '2'],
      ['COUNT(DISTINCT T01.n)', 'unknown'],
      ['COUNT(DISTINCT T01.day WHERE T01.n = 3)', 'unknown'],
      ['COUNT(DISTINCT Y01.year)', '0'],
      ['COUNT(DISTINCT K01.n)', 'unknown'],
    ],
    { rows },
  )

  it('counts equal values once', () => {
    const same = {
      T01: [
        { id_no: 1, note: 'a' },
        { id_no: 1, note: 'b' },
        { id_no: 1, note: 'a' },
      ],
    }
    expect(ofPerson('COUNT(DISTINCT T01.note)', { rows: same })).toBe('2')
  })

  it('knows a checked person by any row', () => {
    expect(ofPerson('EXISTS(K01 WHERE K01.n = 1)', { rows: { K01: [{ id_no: 1, n: 2 }] } })).toBe('false')
    expect(ofPerson('SUM(K01.n WHERE K01.n = 1)', { rows: { K01: [{ id_no: 1, n: 2 }] } })).toBe('0')
  })
})

describe('SUM', () => {
  const rows = {
    T01: [
      { id_no: 1, day: '2025-05-01', amount: 100, kind: '1' },
      { id_no: 1, day: '2024-05-18', amount: 250, kind: '1' },
      { id_no: 1, day: '2024-05-17', amount: 1000, kind: '1' },
      { id_no: 1, day: null, amount: 7, kind: '2' },
      { id_no: 1, day: '2025-01-01', amount: null, kind: '3' },
    ],
    M01: [3, 4, 5].map((number) => ({ id_no: 1, period: month(2025, number), amount: number * 100 })),
  }
  check(
    [
      ["SUM(T01.amount WHERE T01.kind = '1')", '1350c'],
      ["SUM(T01.amount, 12 MONTH WHERE T01.kind = '1')", '350c'],
      ['SUM(T01.amount)', 'unknown'],
      ["SUM(T01.amount WHERE T01.kind = '3')", 'unknown'],
      ["SUM(T01.amount WHERE T01.kind IN ('1', '2'))", '1357c'],
      // A row without a date may or may not lie in the window.
      ["SUM(T01.amount, 12 MONTH WHERE T01.kind IN ('1', '2'))", 'unknown'],
      ["SUM(T01.amount WHERE T01.kind = '4')", '0'],
      ['SUM(K01.amount)', 'unknown'],
      ['SUM(C01.amount)', '0'],
      // May is not complete: the last month is April.
      ['SUM(M01.amount, 1 MONTH)', '400c'],
      ['SUM(M01.amount, 2 MONTH)', '700c'],
      ['SUM(M01.amount)', '1200c'],
    ],
    { rows },
  )

  it('ends the window at the newest month delivered', () => {
    const newest = { M01: month(2025, 3) }
    expect(ofPerson('SUM(M01.amount, 1 MONTH)', { rows: { M01: rows.M01.slice(0, 1) }, newest })).toBe('300c')
  })
})

describe('WITHIN', () => {
  const rows = {
    Y01: [2023, 2024, 2025].map((year) => ({ id_no: 1, year })),
    S01: [2022, 2023, 2024].map((term) => ({ id_no: 1, term })),
    T01: [
      { id_no: 1, day: '2025-02-18' },
      { id_no: 1, day: '2025-02-17' },
      { id_no: 1, day: '2025-05-01', other: '2025-06-01' },
    ],
    D01: [
      { id_no: 1, moment: '2025-05-18 08:00:00' },
      { id_no: 1, moment: '2025-04-17 23:00:00' },
    ],
  }
  const town = { rows }
  check(
    [
      ['COUNT(Y01 WHERE Y01.year WITHIN 12 MONTH)', '1'],
      ['COUNT(Y01 WHERE Y01.year WITHIN 13 MONTH)', '2'],
      ['COUNT(S01 WHERE S01.term WITHIN 12 MONTH)', '1'],
      ['COUNT(S01 WHERE S01.term WITHIN 24 MONTH)', '2'],
      ['COUNT(T01 WHERE T01.day WITHIN 3 MONTH)', '2'],
      ['COUNT(D01 WHERE D01.moment WITHIN 1 MONTH)', '1'],
      // A date after as-of is in no window.
      ['EXISTS(T01 WHERE T01.other IS NOT NULL AND T01.other WITHIN 3 MONTH)', 'false'],
    ],
    town,
  )

  it('ends at the newest year delivered', () => {
    expect(ofPerson('COUNT(Y01 WHERE Y01.year WITHIN 12 MONTH)', { ...town, newest: { Y01: 2023 } })).toBe('1')
    expect(ofPerson('COUNT(S01 WHERE S01.term WITHIN 24 MONTH)', { ...town, newest: { S01: 2023 } })).toBe('2')
  })
})

describe('MIN and MAX', () => {
  const rows = {
    T01: [
      { id_no: 1, n: 5, kind: '1' },
      { id_no: 1, n: null, kind: '1' },
      { id_no: 1, n: 8, kind: '9' },
      { id_no: 1, n: 1, kind: '2' },
    ],
  }
  check(
    [
      ['MAX(T01.n)', '8'],
      ['MIN(T01.n)', '1'],
      // Rows that are not known are passed over beside a known one.
      ["MAX(T01.n WHERE T01.kind = '1')", '5'],
      ["MAX(T01.n WHERE T01.kind = '3')", 'unknown'],
      ["MAX(T01.n WHERE T01.kind = '3' AND T01.n < 5)", 'none'],
      ['MAX(T01.n WHERE T01.n IS NULL)', 'unknown'],
      ['MAX(T01.n WHERE FALSE)', 'none'],
      ['MAX(Y01.year)', 'none'],
      ['MAX(K01.n)', 'unknown'],
      ['MAX(C01.n)', 'unknown'],
    ],
    { rows },
  )

  it('is none where a checked person has rows but none that counts', () => {
    expect(ofPerson('MAX(K01.n WHERE K01.n > 5)', { rows: { K01: [{ id_no: 1, n: 2 }] } })).toBe('none')
    expect(ofPerson('CUR(C01.n WHERE C01.n > 5)', { rows: { C01: [{ id_no: 1, n: 2 }] } })).toBe('none')
  })
})

describe('CUR', () => {
  const day = '2025-01-01'
  const newestOf = (...rows: Record<string, string | number | null>[]): string =>
    ofPerson('CUR(T01.n)', { rows: { T01: rows.map((row) => ({ id_no: 1, ...row })) } })

  it('takes the newest row', () => {
    expect(newestOf({ day: '2025-02-01', n: 1 }, { day, n: 2 })).toBe('1')
    expect(newestOf({ day: null, n: 1 }, { day, n: 2 })).toBe('2')
    expect(newestOf({ day, n: 1, upd_time: '2025-03-01 00:00:00' }, { day, n: 2, upd_time: '2025-02-01 00:00:00' })).toBe('1')
    expect(newestOf({ day, n: 1, upd_time: '2025-03-01 00:00:00' }, { day, n: 2 })).toBe('1')
    expect(newestOf({ day, n: 1, _src: 1 }, { day, n: 2 })).toBe('1')
    expect(newestOf({ day, n: 1, _row: 10 }, { day, n: 2, _row: 9 })).toBe('1')
  })

  it('passes over rows without a value, and rows after as-of', () => {
    expect(newestOf({ day: '2025-02-01', n: null }, { day, n: 2 })).toBe('2')
    expect(newestOf({ day: '2025-06-01', n: 1 }, { day, n: 2 })).toBe('2')
    expect(newestOf({ day, n: null })).toBe('unknown')
    expect(newestOf()).toBe('none')
  })

  it('takes the newest by moment, not by day', () => {
    const rows = {
      D01: [
        { id_no: 1, moment: '2025-05-01 10:00:00' },
        { id_no: 1, moment: '2025-05-01 09:00:00' },
      ],
    }
    expect(ofPerson('CUR(D01.moment)', { rows })).toBe('2025-05-01')
  })
})

describe('WHERE about more than the row', () => {
  const rows = { T01: [{ id_no: 1, day: '2025-01-01', n: 3 }], Y01: [{ id_no: 1, year: 2024 }] }
  const town: Town = { rows, params: { 'param.least': { value: 3, yuan: false } } }
  check(
    [
      ['EXISTS(T01 WHERE T01.n >= param.least)', 'true'],
      ['EXISTS(T01 WHERE T01.day >= asof - 6 MONTH)', 'true'],
      ['EXISTS(T01 WHERE T01.day >= asof - 3 MONTH)', 'false'],
      ['EXISTS(Y01 WHERE Y01.year >= YEAR(asof) - 1)', 'true'],
      ['EXISTS(Y01 WHERE Y01.year = YEAR(asof))', 'false'],
    ],
    town,
  )
})
