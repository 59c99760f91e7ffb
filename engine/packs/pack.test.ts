import { describe, expect, test } from 'vitest'
import { builtinFiles, builtinPack } from './index.ts'
import { loadPack, PackError, parameterAt, parametersAt } from './pack.ts'

type Json = Record<string, unknown> & unknown[]

/** The built-in pack with one file rewritten. */
const changed = (file: string, change: (content: Json) => void): Map<string, string> => {
  const files = builtinFiles('pinghu')
  const content = JSON.parse(files.get(file) ?? '') as Json
  change(content)
  return files.set(file, JSON.stringify(content))
}

const failure = (files: ReadonlyMap<string, string>): PackError => {
  try {
    loadPack(files)
  } catch (error) {
    if (error instanceof PackError) return error
    throw error
  }
  throw new Error('the pack was accepted')
}

const at = (content: unknown, ...steps: (string | number)[]): Record<string, unknown> =>
  steps.reduce<unknown>((value, step) => (value as Record<string | number, unknown>)[step], content) as Record<string, unknown>

const repeat = (content: Json): void => {
  content.push(content[0])
}

describe('a bad pack is refused with file, place and reason', () => {
  const cases: { name: string; file: string; path: string; reason: RegExp; change: (content: Json) => void }[] = [
    {
      name: 'a missing field',
      file: 'features/person-work.json',
      path: '[0].name',
      reason: /string/,
      change: (content) => delete at(content, 0).name,
    },
    {
      name: 'an unknown field',
      file: 'scoring.json',
      path: '',
      reason: /limit/,
      change: (content) => Object.assign(content, { limit: 1 }),
    },
    {
      name: 'an unknown column type',
      file: 'departments/P01.json',
      path: 'categories[0].columns[3].type',
      reason: /id18/,
      change: (content) => Object.assign(at(content, 'categories', 0, 'columns', 3), { type: 'float' }),
    },
    {
      name: 'a range of what is no number',
      file: 'departments/P01.json',
      path: 'categories[0].columns[3].range',
      reason: /不是数值/,
      change: (content) => Object.assign(at(content, 'categories', 0, 'columns', 3), { range: { min: 0 } }),
    },
    {
      name: 'a range upside down',
      file: 'departments/C01.json',
      path: 'categories[0].columns[2].range',
      reason: /下限高于上限/,
      change: (content) =>
        Object.assign(at(content, 'categories', 0, 'columns', 2), { type: 'int', range: { min: 2, max: 1 }, list: undefined }),
    },
    {
      name: 'a reference to what is not there',
      file: 'departments/P01.json',
      path: 'categories[0].columns[0].refers[0]',
      reason: /P0102.name/,
      change: (content) => Object.assign(at(content, 'categories', 0, 'columns', 0), { refers: ['P0102.name'] }),
    },
    {
      name: 'a code list that does not exist',
      file: 'departments/P01.json',
      path: 'categories[0].columns[2].list',
      reason: /CL_NONE/,
      change: (content) => Object.assign(at(content, 'categories', 0, 'columns', 2), { list: 'CL_NONE' }),
    },
    {
      name: 'a key column that does not exist',
      file: 'departments/C01.json',
      path: 'categories[1].key[1]',
      reason: /pay_day/,
      change: (content) => Object.assign(at(content, 'categories', 1), { key: ['assist_hh_no', 'pay_day'] }),
    },
    {
      name: 'a time column that holds no time',
      file: 'departments/C01.json',
      path: 'categories[0].time',
      reason: /assist_hh_no/,
      change: (content) => Object.assign(at(content, 'categories', 0), { time: 'assist_hh_no' }),
    },
    {
      name: 'a person column that holds no ID number',
      file: 'departments/C01.json',
      path: 'categories[0].person',
      reason: /town/,
      change: (content) => Object.assign(at(content, 'categories', 0), { person: 'town' }),
    },
    { name: 'a code list met twice', file: 'codelists/people.json', path: '[9].code', reason: /CL_SEX.*重复/, change: repeat },
    {
      name: 'a code met twice in one list',
      file: 'codelists/people.json',
      path: '[0].items[4].code',
      reason: /重复/,
      change: (content) => (at(content, 0).items as unknown[]).push(at(content, 0, 'items', 0)),
    },
    {
      name: 'a label with two meanings',
      file: 'codelists/people.json',
      path: '[0].items[2]',
      reason: /男性/,
      change: (content) => Object.assign(at(content, 0, 'items', 2), { aliases: ['男性'] }),
    },
    {
      name: 'an unknown code outside its list',
      file: 'codelists/people.json',
      path: '[0].unknown[0]',
      reason: /77/,
      change: (content) => Object.assign(at(content, 0), { unknown: ['77'] }),
    },
    {
      name: 'a feature met twice',
      file: 'features/household-income.json',
      path: '[9].code',
      reason: /h\.income_cov.*重复/,
      change: repeat,
    },
    {
      name: 'a parameter without an ISO date',
      file: 'parameters/lines.json',
      path: '[0].rows[0].from',
      reason: /./,
      change: (content) => Object.assign(at(content, 0, 'rows', 0), { from: '2024年' }),
    },
    {
      name: 'points that do not reach the maximum',
      file: 'indicators/DD.json',
      path: '[0].max_points',
      reason: /22/,
      change: (content) => Object.assign(at(content, 0), { max_points: 20 }),
    },
    {
      name: 'a type that does not sum to 100',
      file: 'indicators/FZ.json',
      path: '',
      reason: /FZ.*103.*100/,
      change: (content) => {
        Object.assign(at(content, 0), { max_points: 15 })
        Object.assign(at(content, 0, 'bands', 0), { points: 15 })
      },
    },
    {
      name: 'a policy of a department that does not exist',
      file: 'policies/A1.json',
      path: '[0].dept',
      reason: /C99/,
      change: (content) => Object.assign(at(content, 0), { dept: 'C99' }),
    },
    {
      name: 'a village of no town',
      file: 'regions/villages.json',
      path: '[3].town',
      reason: /330482999000/,
      change: (content) => Object.assign(at(content, 3), { town: '330482999000' }),
    },
    {
      name: 'a people rule on a column that does not exist',
      file: 'pack.json',
      path: 'people.registers[0].household',
      reason: /P0102 没有字段 house/,
      change: (content) => Object.assign(at(content, 'people', 'registers', 0), { household: 'house' }),
    },
    {
      name: 'a registered status of no feature',
      file: 'scoring.json',
      path: 'registered[0].feature',
      reason: /h\.gone/,
      change: (content) => Object.assign(at(content, 'registered', 0), { feature: 'h.gone' }),
    },
  ]
  for (const { name, file, path, reason, change } of cases) {
    test(name, () => {
      const error = failure(changed(file, change))
      expect({ file: error.file, path: error.path }).toEqual({ file, path })
      expect(error.reason).toMatch(reason)
      expect(error.message).toContain(file)
      expect(error.message).toContain(path)
    })
  }

  test('text that is not JSON', () => {
    const error = failure(builtinFiles('pinghu').set('warnings/exit.json', '[{'))
    expect([error.file, error.path]).toEqual(['warnings/exit.json', ''])
    expect(error.message).toMatch(/不是有效的 JSON/)
  })

  test('a file that is not there', () => {
    const files = builtinFiles('pinghu')
    files.delete('scoring.json')
    expect(failure(files).message).toMatch(/scoring\.json.*缺少这个文件/)
  })

  test('a file in no known folder', () => {
    expect(failure(builtinFiles('pinghu').set('notes/a.json', '[]')).file).toBe('notes/a.json')
  })
})

test('a pack that does not come with the program is named', () => {
  expect(() => builtinPack('atlantis')).toThrow(/没有名为“atlantis”的知识包，可用的有：.*pinghu/)
})

describe('parameters', () => {
  const row = { to: null, document: null, article: null, status: 'design', source: '试' }
  const pack = loadPack(
    changed('parameters/lines.json', (content) => {
      Object.assign(at(content, 0), {
        rows: [
          { ...row, value: 1100, from: '2023-07-01', to: '2024-10-31' },
          { ...row, value: 1175, from: '2024-11-01', status: 'placeholder' },
        ],
      })
    }),
  )
  const code = pack.parameters.find(({ rows }) => rows.length === 2)?.code ?? ''
  const standard = (asOf: string) => parameterAt(pack, code, asOf)

  test('the row in force at as-of holds', () => {
    expect(standard('2024-10-31')).toMatchObject({ value: 1100, from: '2023-07-01', backdated: false })
    expect(standard('2024-11-01')).toMatchObject({ value: 1175, status: 'placeholder', backdated: false })
    expect(standard('2030-01-01')).toMatchObject({ value: 1175, backdated: false })
  })

  test('before the first row the earliest later one holds, and says so', () => {
    expect(standard('2020-01-01')).toMatchObject({ value: 1100, backdated: true })
  })

  test('placeholders and backdated values are listed', () => {
    const { placeholders, backdated } = parametersAt(pack, '2024-12-01', new Set([code, 'param.asset_years_marginal']))
    expect(placeholders.map((one) => one.code)).toEqual([code])
    expect(backdated).toEqual([])
    expect(parametersAt(pack, '2020-01-01').backdated.map((one) => one.code)).toContain(code)
  })

  test('a parameter that does not exist is an error', () => {
    expect(() => parameterAt(pack, 'param.none', '2025-01-01')).toThrow(/param\.none/)
  })
})
