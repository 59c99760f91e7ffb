import { describe, expect, test } from 'vitest'
import { builtinPack } from '../packs/index.ts'
import { packNames } from './pack-model.ts'
import { parseFormula } from './parse.ts'
import { reading } from './reading.ts'

const pack = builtinPack('pinghu')
const names = packNames(pack)

const read = (formula: string): string => reading(parseFormula(formula), names)
const readFeature = (code: string): string => read(pack.feature(code)?.formula ?? '')

describe('formulas of the pack', () => {
  test.each([
    [
      'p.is_dibao',
      '《最低生活保障家庭及成员信息》（救助状态属于“在册享受”、“渐退期”，并且（享受终止日期没有记载，或者享受终止日期不早于数据日期））中有记录',
    ],
    ['p.age', '按出生日期计算的周岁'],
    ['h.size', '家庭成员人数'],
    ['h.labor_cnt', '家庭成员中有劳动能力的人数'],
    ['h.zero_emp', '劳动力数不低于1，并且就业人数等于0'],
    ['h.income_12m', '家庭月收入×12'],
    ['h.income_ratio', '家庭人均月收入÷〔最低生活保障标准〕'],
    ['h.rigid_ratio', '〈如果家庭刚性支出不超过0元，则为0；否则为家庭刚性支出÷〈家庭年收入、1元中较大的〉〉'],
    ['h.income_drop', '〈如果此前9个月工资合计不超过0元，则为0；否则为1－近3个完整月工资合计÷3÷（此前9个月工资合计÷9）〉'],
    ['h.pc_after_rigid', '（家庭年收入－家庭刚性支出）÷12÷家庭人口数'],
    ['p.moved_date', '《户口注销（死亡、迁出）信息》（户口注销原因属于“迁出本市”、“出国（境）定居”）中最晚的户口注销日期'],
    ['p.mental_severe', '《严重精神障碍患者管理信息》中有记录'],
  ])('%s', (code, expected) => expect(readFeature(code)).toBe(expected))

  test('a triple chain of conditions needs no brackets, a mixed one does', () => {
    expect(readFeature('h.is_registered')).toBe('低保家庭，或者低边家庭，或者特困户，或者刚性支出困难户')
    expect(read('(h.is_dibao OR h.is_tekun) AND h.elder_cnt >= 2')).toBe('（低保家庭，或者特困户），并且老年人数不低于2')
  })

  test('an indicator divided by a product keeps the product together', () => {
    expect(read(pack.indicator('DD03')?.value ?? '')).toBe('人均货币财产÷（12×〔最低生活保障标准〕）')
  })
})

describe('words', () => {
  test.each([
    ["p.sex = '1'", '性别等于“男性”'],
    ['NOT p.employed', '并非就业'],
    ['NOT (p.employed OR p.student)', '并非（就业，或者在校）'],
    ['NOT EXISTS(P0205)', '《殡葬火化信息》中没有记录'],
    ['NOT P0205.death_date WITHIN 6 MONTH', '死亡日期不在最近6个月内'],
    ['p.death_date < asof - 12 MONTH', '死亡日期（最早可信）早于数据日期之前12个月'],
    ['p.age BETWEEN 6 AND 15', '年龄在6至15之间'],
    ['p.age NOT IN (6, 7)', '年龄不属于6、7'],
    ['any_of(p.dead)', '家庭成员（含近24个月内离开的）中有人死亡'],
    ['parents(p.dead)', '父母中死亡的人数'],
    ['-(p.age + 1)', '负的（年龄＋1）'],
    ['10 - (3 - 2)', '10－（3－2）'],
    ['(10 - 3) - 2', '10－3－2'],
    ['OR0(p.age + 1)', '（年龄＋1）（没有则为0）'],
    ['v = TRUE', '指标值为是'],
    ["C0105.subsidy_name LIKE '%护理%'", '补贴项目名称形如“…护理…”'],
    ['SUM(P1301.wage_income, 3 MONTH)', '《个人所得税工资薪金信息》最近3个月工资薪金收入额合计'],
  ])('%s', (formula, expected) => expect(read(formula)).toBe(expected))

  test('what the pack does not know is said by its code', () => {
    expect(read("EXISTS(X99 WHERE X99.thing = 'y') AND p.nobody > param.nothing")).toBe(
      '《X99》（thing等于“y”）中有记录，并且p.nobody大于〔param.nothing〕',
    )
  })
})

test('every formula of the pack can be read aloud', () => {
  const { features, indicators, scoring, policies, warnings } = pack
  const formulas = [
    ...features.flatMap(({ formula }) => (formula === undefined ? [] : [formula])),
    ...indicators.flatMap(({ value, bands }) => [value, ...bands.map(({ when }) => when)]),
    ...[...Object.values(scoring.members), ...Object.values(scoring.reds)].flat().map(({ when }) => when),
    ...scoring.poverty.dimensions.flatMap(({ deprivations }) => deprivations.map(({ when }) => when)),
    ...policies.flatMap(({ eligible, excluded, enjoyed }) =>
      [...eligible, ...excluded, ...(enjoyed ? [enjoyed] : [])].map(({ when }) => when),
    ),
    ...policies.flatMap(({ benefit }) => (benefit.amount === null ? [] : [benefit.amount])),
    ...warnings.map(({ condition }) => condition),
  ]
  expect(formulas.length).toBeGreaterThan(500)
  const bad = formulas
    .map((formula) => [formula, read(formula)])
    .filter(([, text = '']) => /undefined|null|NaN|\[object|[a-z]{2}|[<>=_]/.test(text) || text === '')
  expect(bad).toEqual([])
})
