import { expect, test } from 'vitest'
import { builtinFiles, builtinPack } from './index.ts'
import { loadPack, PackError } from './pack.ts'

type Json = Record<string | number, unknown>

/** Where the built-in pack with one formula rewritten is refused, and why. */
const refusal = (
  file: string,
  steps: readonly (string | number)[],
  formula: string,
): Pick<PackError, 'file' | 'path' | 'reason'> => {
  const files = builtinFiles('pinghu')
  const content: unknown = JSON.parse(files.get(file) ?? '')
  const last = steps[steps.length - 1] as string
  const holder = steps.slice(0, -1).reduce<unknown>((value, step) => (value as Json)[step], content) as Json
  expect(typeof holder[last]).toBe('string')
  holder[last] = formula
  try {
    loadPack(files.set(file, JSON.stringify(content)))
  } catch (error) {
    if (error instanceof PackError) return { file: error.file, path: error.path, reason: error.reason }
    throw error
  }
  throw new Error('the pack was accepted')
}

test.each<[what: string, file: string, steps: (string | number)[], path: string, formula: string, reason: string]>([
  ['a formula that does not parse', 'features/person-work.json', [0, 'formula'], '[0].formula', 'p.age >', '公式没有写完'],
  ['a feature that is not there', 'indicators/DD.json', [0, 'value'], '[0].value', 'h.nobody', '没有特征 h.nobody'],
  ['a unit that does not fit', 'indicators/DD.json', [0, 'bands', 1, 'when'], '[0].bands[1].when', 'v < 100元', '单位不同'],
  [
    'a code that is not in its list',
    'policies/A1.json',
    [0, 'eligible', 0, 'when'],
    '[0].eligible[0].when',
    "any(p.sex = '7')",
    '代码表 CL_SEX 没有“7”',
  ],
  [
    'a person where a household is asked',
    'scoring.json',
    ['members', 'DD', 0, 'when'],
    'members.DD[0].when',
    'p.is_tekun',
    '不能直接用个人特征',
  ],
  [
    'a deprivation',
    'scoring.json',
    ['poverty', 'dimensions', 2, 'deprivations', 1, 'when'],
    'poverty.dimensions[2].deprivations[1].when',
    'h.size',
    '是非值',
  ],
  [
    'a column that is not there',
    'warnings/negative.json',
    [0, 'condition'],
    '[0].condition',
    'any(EXISTS(P0101 WHERE P0101.shoe = 1))',
    '没有列 shoe',
  ],
])('%s is refused with its place', (_, file, steps, path, formula, reason) => {
  const found = refusal(file, steps, formula)
  expect({ file: found.file, path: found.path }).toEqual({ file, path })
  expect(found.reason).toContain(reason)
  expect(found.reason).toContain(formula)
})

test('a fault is told where it is written, not where it is read', () => {
  const pack = builtinPack('pinghu')
  const file = 'features/household-composition.json'
  const features = JSON.parse(builtinFiles('pinghu').get(file) ?? '') as { code: string }[]
  const index = features.findIndex(({ code }) => code === 'h.labor_cnt')
  expect(pack.indicators.some(({ value }) => value.includes('h.labor_cnt'))).toBe(true)
  expect(refusal(file, [index, 'formula'], 'count(p.can_work) + 1元')).toMatchObject({ file, path: `[${index}].formula` })
  expect(refusal(file, [index, 'formula'], 'h.labor_cnt + 1').reason).toContain('循环依赖：')
})
