import { describe, expect, it } from 'vitest'
import { ofHousehold, ofPerson, type Town } from './fixture.ts'

const check = (cases: readonly (readonly [string, string])[], town: Town = {}): void => {
  it.each(cases)('%s is %s', (formula, expected) => {
    expect(ofHousehold(formula, town)).toBe(expected)
  })
}

describe('households', () => {
  const persons = [{ pk: 1 }, { pk: 2 }, { pk: 3, member: false, recent: true }]
  const some = {
    T01: [
      { id_no: 1, n: 1, amount: 100 },
      { id_no: 3, n: 7, amount: 900 },
    ],
    K01: [{ id_no: 1, n: 1 }],
    C01: [{ id_no: 1, n: 1 }],
  }
  check(
    [
      // Only members count.
      ['COUNT(T01)', '1'],
      ['SUM(T01.amount)', '100c'],
      ['MAX(T01.n)', '1'],
      ['EXISTS(T01 WHERE T01.n = 7)', 'false'],
      // A member without a row in a checked category.
      ['EXISTS(K01 WHERE K01.n = 1)', 'true'],
      ['EXISTS(K01 WHERE K01.n = 2)', 'unknown'],
      ['COUNT(K01)', 'unknown'],
      ['SUM(K01.n)', 'unknown'],
      ['COUNT(DISTINCT K01.n)', 'unknown'],
      ['MAX(K01.n)', '1'],
      ['MAX(K01.n WHERE K01.n = 2)', 'unknown'],
      ['MAX(C01.n WHERE C01.n = 2)', 'unknown'],
      ['COUNT(C01)', '1'],
      ['MAX(T01.n WHERE T01.n = 2)', 'none'],
      ['MAX(U01.n)', 'unknown'],
    ],
    { persons, rows: some },
  )

  const all = {
    K01: [
      { id_no: 1, n: 1 },
      { id_no: 2, n: 1 },
    ],
    T01: [
      { id_no: 1, day: '2025-01-01', n: 1 },
      { id_no: 2, day: '2025-02-01', n: 2 },
    ],
  }
  check(
    [
      ['EXISTS(K01 WHERE K01.n = 2)', 'false'],
      ['COUNT(K01)', '2'],
      ['COUNT(DISTINCT K01.n)', '1'],
      ['MAX(K01.n WHERE K01.n = 2)', 'none'],
      ['CUR(T01.n)', '2'],
    ],
    { persons, rows: all },
  )

  const shared = {
    H01: [
      { id_no: 1, hh_no: 'a', day: '2025-01-01', amount: 500 },
      { id_no: 2, hh_no: 'a', day: '2025-02-01', amount: 600 },
      { id_no: 2, hh_no: 'b', day: '2024-01-01', amount: 50 },
      { id_no: 2, hh_no: 'b', day: '2025-06-01', amount: 9999 },
    ],
    H02: [{ id_no: 1, check_no: 'x', n: 1 }],
    H03: [
      { id_no: 2, n: 4 },
      { id_no: 1, n: 5 },
    ],
  }
  check(
    [
      // One row per number of the household, the newest that is visible.
      ['SUM(H01.amount)', '650c'],
      ['COUNT(H01)', '2'],
      ['EXISTS(H01 WHERE H01.amount = 5元)', 'false'],
      // One row speaks for every member of a checked household.
      ['COUNT(H02)', '1'],
      // A key that is the person alone leaves the household one row.
      ['SUM(H03.n)', '5'],
      ['EXISTS(H02 WHERE H02.n = 2)', 'false'],
    ],
    { persons, rows: shared },
  )

  it('leaves the rows of one person as they are', () => {
    expect(ofPerson('SUM(H01.amount)', { persons, rows: shared }, 1)).toBe('500c')
  })

  it('is not known of a checked household without a row', () => {
    expect(ofHousehold('EXISTS(H02)', { persons })).toBe('unknown')
    expect(ofHousehold('COUNT(H02)', { persons })).toBe('unknown')
  })
})
