import { describe, expect, it } from 'vitest'
import { parseFormula } from '../../engine/rules/parse.ts'
import type { FeatureFacts, FeatureType } from './county.ts'
import { ofHousehold, ofPerson, oracle, type Town } from './fixture.ts'
import { show } from './value.ts'

const feature = (formula: string, type: FeatureType): FeatureFacts => ({ formula: parseFormula(formula), type })

const features: Record<string, FeatureFacts> = {
  'p.n': feature('MAX(T01.n)', 'int'),
  'p.yes': feature('EXISTS(T01 WHERE T01.flag)', 'bool'),
  'p.day': feature('MAX(T01.day)', 'date'),
  'p.kind': feature('CUR(T01.kind)', 'code'),
  'p.pay': feature('SUM(T01.amount)', 'money'),
  'p.some': feature('COUNT(T01 WHERE T01.n = 1)', 'int'),
}

/** Member 1: 3, yes; 2: 5, no; 3: nothing known of the row; 4: no row. */
const rows = {
  T01: [
    { id_no: 1, n: 3, flag: true, day: '2025-01-01', kind: '1', amount: 100 },
    { id_no: 2, n: 5, flag: false, day: '2025-02-01', kind: '2', amount: 200 },
    { id_no: 3, n: null, flag: null, day: null, kind: '9', amount: null },
  ],
}

const household = (formula: string, ...pks: number[]): string =>
  ofHousehold(formula, { features, rows, persons: pks.map((pk) => ({ pk })) })

describe('functions over members', () => {
  it('any is Kleene OR', () => {
    expect(household('any(p.yes)', 1, 3)).toBe('true')
    expect(household('any(p.yes)', 2, 3)).toBe('unknown')
    expect(household('any(p.yes)', 2, 4)).toBe('false')
    expect(household('any(p.yes)')).toBe('false')
  })

  it('all is Kleene AND', () => {
    expect(household('all(p.yes)', 1, 1)).toBe('true')
    expect(household('all(p.yes)', 1, 3)).toBe('unknown')
    expect(household('all(p.yes)', 2, 3)).toBe('false')
    expect(household('all(p.yes)')).toBe('true')
  })

  it('count runs from the true to those that may be', () => {
    expect(household('count(p.yes)', 1, 2, 4)).toBe('1')
    expect(household('count(p.yes)', 1, 2, 3)).toBe('[1, 2]')
    expect(household('count(TRUE)', 1, 2, 3)).toBe('3')
    expect(household('count(p.n > 4)', 1, 2, 4)).toBe('1')
    expect(household('count(p.yes) >= 1', 1, 3)).toBe('true')
    expect(household('count(p.yes) = 0', 2, 3)).toBe('unknown')
  })

  it('sum adds ends; none counts zero, unknown opens', () => {
    expect(household('sum(p.n)', 1, 2)).toBe('8')
    expect(household('sum(p.n)', 1, 2, 4)).toBe('8')
    expect(household('sum(p.n)', 1, 2, 3)).toBe('unknown')
    expect(household('sum(p.some)', 1, 2, 3)).toBe('[0, 1]')
    expect(household('sum(ATLEAST0(p.n))', 1, 3)).toBe('[3, inf]')
    expect(household('sum(p.pay)', 1, 2)).toBe('300c')
    expect(household('sum(p.n)')).toBe('0')
    expect(household('sum(p.n)', 4)).toBe('0')
  })

  it('max and min of numbers', () => {
    expect(household('max(p.n)', 1, 2)).toBe('5')
    expect(household('min(p.n)', 1, 2)).toBe('3')
    expect(household('max(p.n)', 1, 4)).toBe('3')
    expect(household('max(p.n)', 4)).toBe('none')
    expect(household('max(p.n)')).toBe('none')
    expect(household('max(p.n)', 1, 3)).toBe('unknown')
    expect(household('max(ATLEAST0(p.n))', 1, 3)).toBe('[3, inf]')
    expect(household('min(ATLEAST0(p.n))', 1, 3)).toBe('[0, inf]')
    expect(household('max(p.some)', 1, 3)).toBe('[0, 1]')
  })

  it('max and min of dates and codes', () => {
    expect(household('max(p.day)', 1, 2, 4)).toBe('2025-02-01')
    expect(household('min(p.day)', 1, 2)).toBe('2025-01-01')
    expect(household('max(p.day)', 1, 3)).toBe('unknown')
    expect(household('max(p.day)', 4)).toBe('none')
    expect(household('max(p.kind)', 1, 2)).toBe("'2'")
  })

  it('any_of reaches those who left lately', () => {
    const persons = [{ pk: 2 }, { pk: 1, member: false, recent: true }, { pk: 3, member: false, recent: false }]
    expect(ofHousehold('any_of(p.yes)', { features, rows, persons })).toBe('true')
    expect(ofHousehold('any(p.yes)', { features, rows, persons })).toBe('false')
    expect(ofHousehold('any_of(p.n = 9)', { features, rows, persons })).toBe('false')
  })
})

describe('parents', () => {
  const persons = [
    { pk: 1, father: 2, mother: 3 },
    { pk: 2, hid: 1 },
    { pk: 3, member: false },
    { pk: 4, father: 2, mother: null },
    { pk: 5, father: 2, mother: 99 },
    { pk: 6, father: null, mother: null },
  ]
  const households = [0, 1].map((hid) => ({ hid, household_id: `H-${hid}`, size: 1, region12: null }))
  const town: Town = {
    persons,
    households,
    features,
    rows: {
      T01: [
        { id_no: 2, flag: true },
        { id_no: 3, flag: true },
      ],
    },
  }
  const of = (pk: number, formula = 'parents(p.yes)'): string => ofPerson(formula, town, pk)

  it('counts from the true to those that may be', () => {
    expect(of(1)).toBe('2')
    expect(of(4)).toBe('[1, 2]')
    expect(of(5)).toBe('[1, 2]')
    expect(of(6)).toBe('[0, 2]')
    expect(of(1, 'parents(NOT p.yes)')).toBe('0')
    expect(of(4, 'parents(p.yes) >= 1')).toBe('true')
    expect(of(4, 'parents(p.yes) >= 2')).toBe('unknown')
  })
})

describe('features of the other grain', () => {
  const town: Town = {
    features: { ...features, 'h.total': feature('sum(p.n)', 'int'), 'p.share': feature('p.n / h.total', 'ratio') },
    rows,
    persons: [
      { pk: 1 },
      { pk: 2 },
      { pk: 5, member: false },
      { pk: 6, hid: null, member: false },
      { pk: 7, hid: 8, member: false },
    ],
  }
  const of = (formula: string, pk: number): string => ofPerson(formula, town, pk)

  it('a person sees the household, a former member his last one', () => {
    expect(of('h.total', 1)).toBe('8')
    expect(of('h.total', 5)).toBe('8')
    expect(of('p.share', 1)).toBe('~0.375')
    expect(of('any(p.yes)', 1)).toBe('true')
  })

  it('nothing is known of no household', () => {
    expect(of('h.total', 6)).toBe('unknown')
    expect(of('h.total', 7)).toBe('unknown')
  })

  it('alternate freely', () => {
    expect(ofHousehold('sum(p.share)', town)).toBe('~1')
  })

  it('a row may be asked about the person or household', () => {
    expect(of('EXISTS(T01 WHERE T01.n = p.n AND h.total = 8)', 1)).toBe('true')
    expect(ofHousehold('COUNT(T01 WHERE T01.n < h.total)', town)).toBe('2')
  })

  it('refuses a person where there is only a household, and a feature that needs itself', () => {
    expect(() => ofHousehold('p.n = 1', town)).toThrow('outside a person')
    const circle = { features: { 'p.a': feature('p.b + 1', 'int'), 'p.b': feature('p.a + 1', 'int') } }
    expect(() => ofPerson('p.a', circle)).toThrow('depends on itself')
  })
})

describe('withDeliveries', () => {
  it('makes a category unknown and leaves people and rows', () => {
    const before = oracle({ features, rows, persons: [{ pk: 1 }, { pk: 2 }] })
    const after = before.withDeliveries(new Map())
    expect(show(before.feature('p.n', 1))).toBe('3')
    expect(show(after.feature('p.n', 1))).toBe('unknown')
    expect(show(after.household(0, parseFormula('count(TRUE)')))).toBe('2')
    expect(show(before.feature('p.n', 1))).toBe('3')
  })
})
