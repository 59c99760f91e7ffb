import { describe, expect, test } from 'vitest'
import { Compiler } from './compile.ts'
import type { Deliveries } from './delivery.ts'
import { FormulaError } from './lex.ts'
import type { FeatureType, Model, ModelCategory, ModelColumn } from './model.ts'
import { parseFormula } from './parse.ts'
import type { Scope } from './plan.ts'

const column = (type: ModelColumn['type'], unit: string | null = null, list: string | null = null): ModelColumn => ({
  type,
  unit,
  list,
})

const rows = (code: string, person: string | null, columns: Record<string, ModelColumn>): ModelCategory => ({
  code,
  name: code,
  coverage: 'list',
  per: 'person',
  time: 'day',
  person,
  key: ['id_no'],
  columns: new Map(Object.entries({ id_no: column('id18'), day: column('date'), ...columns })),
})

const CATEGORIES = [
  rows('X01', 'id_no', {
    month: column('month'),
    pay: column('money', '元'),
    area: column('number', '亩'),
    rooms: column('number', '㎡'),
    note: column('string'),
    level: column('code', null, 'CL_L'),
  }),
  rows('X02', 'id_no', { pay: column('money', '元'), level: column('code', null, 'CL_L') }),
  rows('X03', null, { pay: column('money', '元') }),
]

const FEATURES: Record<string, [FeatureType, string]> = {
  'p.age': ['int', 'AGE(PERSON.birth_date, asof)'],
  'p.pay': ['money', 'SUM(X01.pay)'],
  'p.level': ['code', 'CUR(X01.level)'],
  'p.half': ['ratio', 'p.age / 2'],
  'h.pay': ['money', 'sum(p.pay)'],
  'h.size': ['int', 'count(TRUE)'],
  'h.left': ['int', 'h.middle + 1'],
  'h.middle': ['int', 'h.size + h.right'],
  'h.right': ['int', 'h.left'],
  'p.self': ['bool', 'p.age > 1 AND p.self'],
  'h.worth': ['int', 'h.pay'],
  'p.flag': ['bool', 'p.age'],
}

const model: Model = {
  asOf: '2025-05-18',
  category: (code) => CATEGORIES.find((one) => one.code === code),
  list: (code) => (code === 'CL_L' || code === 'CL_SEX' ? { codes: new Set(['1', '2', '9']), unknown: ['9'] } : undefined),
  param: (code) => ({ 'param.line': { value: 800, unit: '元/人·月' }, 'param.months': { value: 6, unit: '月' } })[code],
  feature: (code) => {
    const found = FEATURES[code]
    return (
      found && {
        code,
        type: found[0],
        list: found[0] === 'code' ? 'CL_L' : null,
        formula: parseFormula(found[1]),
        text: found[1],
      }
    )
  },
}

const everything: Deliveries = new Map(
  CATEGORIES.map((one) => [one.code, { columns: new Set(one.columns.keys()), newest: null, rows: 1 }]),
)

const refused = (compile: () => unknown): FormulaError => {
  try {
    compile()
  } catch (error) {
    if (error instanceof FormulaError) return error
    throw error
  }
  throw new Error('the formula was taken')
}

const inContext = (scope: Scope) => (formula: string, reason: string, at?: number) => {
  const error = refused(() => new Compiler(model, everything).expression('x', scope, parseFormula(formula), formula))
  expect(error.reason).toBe(reason)
  expect(error.formula).toBe(formula)
  if (at !== undefined) expect(error.at).toBe(at)
}
const person = inContext('person')
const household = inContext('household')

describe('units', () => {
  const different = (a: string, b: string) => `单位不同，不能相比或相加：${a} 与 ${b}（金额要写“元”）`

  test('money is not compared with bare numbers or added to other units', () => {
    person('p.pay > 100', different('yuan', 'plain'), 6)
    person('100 < p.pay', different('plain', 'yuan'))
    person('p.pay + p.age', different('yuan', 'years'))
    person('p.pay BETWEEN 1元 AND 5', different('yuan', 'plain'))
    person('p.pay IN (5)', different('yuan', 'plain'))
    person('param.line + param.months', different('yuan', 'months'))
    person('GREATEST(p.pay, p.age)', different('yuan', 'years'))
    person('IF(p.age > 1, p.pay, p.age)', different('yuan', 'years'))
    household('h.pay > h.size', different('yuan', 'persons'))
  })

  test('money is not multiplied by money, nothing else is divided by it', () => {
    person('p.pay * param.line', '金额不能相乘', 6)
    person('p.age / param.line', '只有金额可以除以金额')
  })

  test('areas of different units are not added', () => {
    person('SUM(X01.area + X01.rooms)', different('亩', '㎡'))
  })

  test('what fits is taken', () => {
    const compiler = new Compiler(model, everything)
    const fine = [
      'p.pay > 100元',
      'p.pay * 12 > param.line',
      'p.pay / param.line > 0.5',
      'IF(p.age > 1, p.pay, 0) > 0元',
      'p.age > 17',
      'p.age - 1 < 17',
    ]
    for (const formula of fine) compiler.expression(formula, 'person', parseFormula(formula), formula)
  })

  test('a feature must fit its declared type', () => {
    expect(refused(() => new Compiler(model, everything).feature('h.worth')).reason).toBe(
      'h.worth 应为 int，公式得到 number（yuan）',
    )
    expect(refused(() => new Compiler(model, everything).feature('p.flag')).reason).toBe(
      'p.flag 应为 bool，公式得到 number（years）',
    )
  })
})

describe('kinds', () => {
  test('only like is compared with like', () => {
    person('p.age > asof', '不能比较 number 与 date', 6)
    person("p.age = '1'", '不能比较 number 与 text')
    person('p.level = 1', '不能比较 text 与 number')
    person("p.age LIKE '1%'", '只有文字可以按样式比较')
  })

  test('conditions are truth values', () => {
    person('p.age AND TRUE', '此处应为是非值')
    person('NOT p.pay', '此处应为是非值')
    person('EXISTS(X01 WHERE X01.pay)', '此处应为是非值')
    person('IF(p.age, 1, 2)', '此处应为是非值')
    household('any(p.age)', '此处应为是非值')
  })

  test('arithmetic is for numbers, months are for dates', () => {
    person('p.level + 1', '只有数可以计算')
    person('p.age - 3 MONTH', '只有日期可以加减月数', 6)
    person('YEAR(p.age)', '此函数用于日期')
    person('EXISTS(X01 WHERE X01.note WITHIN 3 MONTH)', 'WITHIN 用于时间列')
    person('p.age WITHIN 3 MONTH', 'WITHIN 之前应为时间列')
    person('SUM(X01.note)', 'SUM 只能用于未经除法的数')
    person('SUM(X01.pay / 2)', 'SUM 只能用于未经除法的数')
    household('sum(p.half)', 'sum(…) 只能用于未经除法的数；先存成特征再相加')
    person("CASE(p.age > 1, 1, 'x')", '各分支的结果类型不同：number 与 text')
  })
})

test('a code that is not in the list is named', () => {
  person("p.level = '7'", '代码表 CL_L 没有“7”', 8)
  person("'7' <> p.level", '代码表 CL_L 没有“7”')
  person("EXISTS(X01 WHERE X01.level IN ('1', '8'))", '代码表 CL_L 没有“8”')
  person("PERSON.sex = '男'", '代码表 CL_SEX 没有“男”')
  person("COALESCE(CUR(X01.level), '1') = '7'", '代码表 CL_L 没有“7”')
})

test('a code a feature falls back to is in the list', () => {
  person("COALESCE(CUR(X01.level), '7')", '代码表 CL_L 没有“7”')
  person("ORNONE(CUR(X01.level), '7')", '代码表 CL_L 没有“7”')
})

test('names that lead nowhere are named', () => {
  person('p.nobody', '没有特征 p.nobody', 0)
  person('1 + param.nothing', '没有参数 param.nothing', 4)
  person('EXISTS(X77)', '没有数据类别 X77')
  person('SUM(X01.nothing)', '类别 X01 没有列 nothing', 4)
  person('EXISTS(X03)', '类别 X03 没有对应到人的列')
  person('PERSON.shoe_size', '没有 PERSON.shoe_size')
})

test('a cycle is told with its path', () => {
  const compiler = new Compiler(model, everything)
  expect(refused(() => compiler.feature('h.left')).reason).toBe('循环依赖：h.left → h.middle → h.right → h.left')
  expect(refused(() => compiler.feature('p.self')).reason).toBe('循环依赖：p.self → p.self')
  expect(refused(() => compiler.expression('x', 'household', parseFormula('h.right > 1'), 'h.right > 1')).reason).toBe(
    '循环依赖：h.right → h.left → h.middle → h.right',
  )
  expect(compiler.feature('h.size').name).toBe('h_size')
})

test('persons and households are not mixed up', () => {
  household('p.age > 18', '家庭公式里不能直接用个人特征 p.age，请用 any、count、sum', 0)
  household('any(p.age > 18) AND p.age > 1', '家庭公式里不能直接用个人特征 p.age，请用 any、count、sum', 20)
  household("PERSON.sex = '1'", 'PERSON.sex 只能用在个人公式里')
  household('parents(p.age > 18) >= 1', 'parents(…) 只能用在个人公式里')
  person('any(p.age > 18)', 'any(…) 只能用在家庭公式里')
  household('count(any(p.age > 18))', 'any(…) 只能用在家庭公式里')
  household('any(parents(p.pay) = 1)', 'parents(…) 里应为是非值')
})

test('rows are asked for in one place', () => {
  person('X01.pay > 1元', '列 X01.pay 要放在取数函数里（EXISTS、SUM、CUR……）', 0)
  person('EXISTS(X01 WHERE EXISTS(X02))', '取数函数里不能再套取数函数')
  person('SUM(X01.pay WHERE COUNT(X01) > 1)', '取数函数里不能再套取数函数')
  person("EXISTS(X01 WHERE PERSON.sex = '1')", '取数函数里不能用 PERSON，请先存成特征')
  household('EXISTS(X01 WHERE any(p.age > 1))', 'any(…) 只能用在家庭公式里')
  household('EXISTS(X01 WHERE p.age > 1)', '家庭公式里不能直接用个人特征 p.age，请用 any、count、sum')
  person('MAX(X01.pay * h.size)', '取数函数里的值必须直接取自列')
  person('v > 1', 'v 只能用在分档里')
})

test('COALESCE takes each of its candidates from one category', () => {
  const reason = 'COALESCE 的前几项要直接取自一个数据类别'
  person('COALESCE(p.level, CUR(X01.level))', reason)
  person('COALESCE(CUR(X01.pay) + 1元, CUR(X02.pay))', reason)
  person("COALESCE('1', CUR(X01.level))", reason)
  person('COALESCE(CUR(X01.level), CUR(X01.pay))', '各分支的结果类型不同：text 与 number')
  new Compiler(model, everything).expression('x', 'person', parseFormula('COALESCE(CUR(X01.level), CUR(X02.level), p.level)'), '')
})
