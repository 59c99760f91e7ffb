import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { Node } from './ast.ts'
import { FormulaError } from './lex.ts'
import { parseFormula } from './parse.ts'

/** What a formula means, without where its parts stand. */
const tree = (formula: string): unknown =>
  JSON.parse(JSON.stringify(parseFormula(formula), (key, value) => (key === 'at' ? undefined : value)))

const problem = (formula: string): FormulaError => {
  try {
    parseFormula(formula)
  } catch (error) {
    if (error instanceof FormulaError) return error
    throw error
  }
  throw new Error(`${formula} was taken`)
}

describe('grouping', () => {
  test.each([
    ['p.a OR p.b AND NOT p.c', '(p.a OR (p.b AND (NOT p.c)))'],
    ['NOT p.a = 1 AND p.b', '((NOT (p.a = 1)) AND p.b)'],
    ['p.a OR p.b OR p.c', '((p.a OR p.b) OR p.c)'],
    ['1 + 2 * 3 - 4', '((1 + (2 * 3)) - 4)'],
    ['12 / 3 / 2', '((12 / 3) / 2)'],
    ['1 - (2 - 3)', '(1 - (2 - 3))'],
    ['- 2 * 3', '((- 2) * 3)'],
    ['-(2 + 3)', '(- (2 + 3))'],
    ['- - 2', '(- (- 2))'],
    ['p.a + 1 < p.b * 2', '((p.a + 1) < (p.b * 2))'],
    ['p.a BETWEEN 1 AND 2 AND p.b', '((p.a BETWEEN 1 AND 2) AND p.b)'],
    ['p.a NOT BETWEEN 1 + 1 AND 2 * 3', '(p.a NOT BETWEEN (1 + 1) AND (2 * 3))'],
    ["p.a NOT IN ('1', '2') OR p.b", "((p.a NOT IN ('1', '2')) OR p.b)"],
    ['NOT p.a IS NOT NULL', '(NOT (p.a IS NOT NULL))'],
    ['(p.a OR p.b) AND p.c', '((p.a OR p.b) AND p.c)'],
  ])('%s', (formula, bracketed) => expect(tree(formula)).toEqual(tree(bracketed)))

  test('a WHERE reaches to the end of its argument', () => {
    expect(tree("EXISTS(P0101 WHERE P0101.a = '1' OR P0101.b = 2 AND P0101.c = 3) OR p.d")).toEqual(
      tree("(EXISTS(P0101 WHERE ((P0101.a = '1') OR ((P0101.b = 2) AND (P0101.c = 3))))) OR p.d"),
    )
    expect(tree('SUM(P0101.a * 2, 12 MONTH WHERE P0101.b = 1) + 1')).toEqual(
      tree('(SUM((P0101.a * 2), 12 MONTH WHERE (P0101.b = 1))) + 1'),
    )
    expect(tree('EARLIEST(P0101.a WHERE P0101.b = 1 OR P0101.c = 2, P0102.a)')).toEqual(
      tree('EARLIEST(P0101.a WHERE ((P0101.b = 1) OR (P0101.c = 2)), P0102.a)'),
    )
  })

  test('EARLIEST and LATEST read the least and greatest of their columns', () => {
    expect(tree('LATEST(P0101.a, P0102.b WHERE TRUE)')).toEqual({
      kind: 'call',
      fn: 'LATEST',
      args: [
        {
          kind: 'rows',
          fn: 'MAX',
          category: 'P0101',
          of: { kind: 'column', category: 'P0101', column: 'a' },
          where: null,
          months: null,
        },
        {
          kind: 'rows',
          fn: 'MAX',
          category: 'P0102',
          of: { kind: 'column', category: 'P0102', column: 'b' },
          where: { kind: 'boolean', value: true },
          months: null,
        },
      ],
    })
  })

  test('months shift a date, plain numbers do not', () => {
    expect(tree('asof - 12 MONTH')).toEqual({ kind: 'shift', of: { kind: 'asof' }, months: -12 })
    expect(tree('p.day + 1 MONTH + 2 MONTH')).toEqual({
      kind: 'shift',
      of: { kind: 'shift', of: { kind: 'feature', name: 'p.day' }, months: 1 },
      months: 2,
    })
    expect(tree('p.n - 12')).toMatchObject({ kind: 'arithmetic', op: '-' })
    expect(tree('p.a >= asof - 6 MONTH')).toEqual(tree('p.a >= (asof - 6 MONTH)'))
  })

  test('the case of a word tells functions apart', () => {
    expect(parseFormula('count(p.a)').kind).toBe('members')
    expect(parseFormula('COUNT(P0101)').kind).toBe('rows')
    expect(parseFormula('max(p.a)').kind).toBe('members')
    expect(parseFormula('MAX(P0101.a)').kind).toBe('rows')
  })

  test('literals keep what was written', () => {
    expect(tree('2000.50元')).toEqual({ kind: 'number', text: '2000.50', yuan: true })
    expect(tree("'a''b'")).toEqual({ kind: 'string', value: "a'b" })
    expect(tree("'AND'")).toEqual({ kind: 'string', value: 'AND' })
  })
})

test.each([
  ['', 0, '公式没有写完'],
  ['p.a AND', 7, '公式没有写完'],
  ['p.a ? 1', 4, '不认识的字符“?”'],
  ['p.a = 𠀀', 6, '不认识的字符“𠀀”'],
  ['100 元', 4, '不认识的字符“元”'],
  ["p.a = 'x", 6, '引号没有成对'],
  ['p.a and p.b', 4, '多出“and”'],
  ['not p.a', 0, '不认识“not”'],
  ['p.a = 1 = 2', 8, '多出“=”'],
  ['(p.a', 4, '此处应为“)”，见到“结尾”'],
  ['p.a)', 3, '多出“)”'],
  ['p.a < , 1', 6, '此处不能用“,”'],
  ['Exists(P0101)', 0, '没有函数“Exists”'],
  ['constructor(1)', 0, '没有函数“constructor”'],
  ['__proto__(1)', 0, '没有函数“__proto__”'],
  ['ASOF', 0, '不认识“ASOF”'],
  ['IF(p.a, 1)', 0, '函数 IF 的参数个数不对'],
  ['OR0(1, 2)', 0, '函数 OR0 的参数个数不对'],
  ['CASE(p.a, 1, p.b, 2)', 0, 'CASE 应以默认值结尾'],
  ['p.a NOT 1', 8, 'NOT 之后应为 IN、BETWEEN 或 LIKE'],
  ['p.a LIKE 1', 9, 'LIKE 之后应为引号内的样式'],
  ['p.a IS 1', 7, '此处应为“NULL”，见到“1”'],
  ['P0101.a WITHIN 1.5 MONTH', 15, '此处应为月数'],
  ['P0101.a WITHIN 3', 16, '此处应为“MONTH”，见到“结尾”'],
  ['MAX(P0101.a, 3 MONTH)', 0, '只有 SUM 可以带月数'],
  ['1 + EXISTS(P0101.a)', 4, 'EXISTS 之后应为数据类别'],
  ['COUNT(p.a)', 0, 'COUNT 之后应为数据类别'],
  ['SUM(p.a)', 0, '一个取数函数只能用一个数据类别的列'],
  ['SUM(P0101.a + P0102.b)', 0, '一个取数函数只能用一个数据类别的列'],
  ['EXISTS(P0101 WHERE P0102.b = 1)', 0, '一个取数函数只能用一个数据类别的列'],
  ['LATEST(P0101.a WHERE P0102.b = 1)', 0, '一个取数函数只能用一个数据类别的列'],
  ['EARLIEST(asof)', 0, '一个取数函数只能用一个数据类别的列'],
])('%s is refused where it goes wrong', (formula, at, reason) => {
  const error = problem(formula)
  expect([error.at, error.reason]).toEqual([at, reason])
  expect(error.message).toBe(`公式第 ${at + 1} 字处：${error.reason}　〔${formula}〕`)
})

test('every node says where it begins', () => {
  const node = parseFormula("NOT EXISTS(P0101 WHERE P0101.a = '1')")
  const at: [string, number][] = []
  const visit = (one: Node): void => {
    at.push([one.kind, one.at])
    if (one.kind === 'not') visit(one.of)
    if (one.kind === 'rows' && one.where) visit(one.where)
    if (one.kind === 'compare') {
      visit(one.left)
      visit(one.right)
    }
  }
  visit(node)
  expect(at).toEqual([
    ['not', 0],
    ['rows', 4],
    ['compare', 31],
    ['column', 23],
    ['string', 33],
  ])
})

test('any text is a formula or a formula error', () => {
  const word = fc.constantFrom(
    'p.a',
    'P0101',
    'P0101.a',
    'EXISTS',
    'SUM',
    'any',
    'IF',
    'NOT',
    'AND',
    'IN',
    'WHERE',
    'MONTH',
    '(',
    ')',
    ',',
    '-',
    '=',
    '1',
    "'x'",
    '元',
    '是',
  )
  fc.assert(
    fc.property(fc.array(word, { maxLength: 12 }), (words) => {
      const formula = words.join(' ')
      try {
        parseFormula(formula)
      } catch (error) {
        expect(error).toBeInstanceOf(FormulaError)
        const { at } = error as FormulaError
        expect(at >= 0 && at <= formula.length).toBe(true)
      }
    }),
    { numRuns: 2000 },
  )
})
