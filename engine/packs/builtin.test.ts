import { describe, expect, test } from 'vitest'
import { type Node, walk } from '../rules/ast.ts'
import { Compiler } from '../rules/compile.ts'
import type { Deliveries } from '../rules/delivery.ts'
import { packModel } from '../rules/pack-model.ts'
import { parseFormula } from '../rules/parse.ts'
import { builtinPack, builtinPacks } from './index.ts'
import type { Pack } from './pack.ts'

interface Written {
  at: string
  text: string
  scope: 'person' | 'household'
}

const clauses = (list: readonly { id: string; when: string }[], scope: Written['scope']): Written[] =>
  list.map(({ id, when }) => ({ at: id, text: when, scope }))

const featuresOf = (pack: Pack): Written[] =>
  pack.features.flatMap(({ code, formula }) =>
    formula === undefined ? [] : [{ at: code, text: formula, scope: code.startsWith('p.') ? 'person' : 'household' }],
  )

const bandsOf = (pack: Pack): Written[] =>
  pack.indicators.flatMap((one) => one.bands.map(({ when }) => ({ at: one.code, text: when, scope: 'household' })))

const questionsOf = (pack: Pack): Written[] => [
  ...pack.indicators.map(({ code, value }): Written => ({ at: code, text: value, scope: 'household' })),
  ...clauses([...Object.values(pack.scoring.members), ...Object.values(pack.scoring.reds)].flat(), 'household'),
  ...clauses(
    pack.scoring.poverty.dimensions.flatMap(({ deprivations }) => deprivations.map(({ code, when }) => ({ id: code, when }))),
    'household',
  ),
  ...pack.policies.flatMap(({ id, grain, eligible, excluded, enjoyed, benefit }) => [
    ...clauses([...eligible, ...excluded, ...(enjoyed ? [enjoyed] : [])], grain),
    ...(benefit.amount === null ? [] : [{ at: `${id}.B`, text: benefit.amount, scope: grain }]),
  ]),
  ...pack.warnings.map(({ id, condition, grain }) => ({ at: id, text: condition, scope: grain })),
]

const missing = (pack: Pack, node: Node): string | null => {
  if (node.kind === 'feature') return pack.feature(node.name) ? null : node.name
  if (node.kind === 'param') return pack.parameter(node.name) ? null : node.name
  if (node.kind === 'rows') return pack.category(node.category) ? null : node.category
  if (node.kind === 'column' && node.category !== 'PERSON') {
    const known = pack.category(node.category)?.columns.some(({ name }) => name === node.column)
    return known ? null : `${node.category}.${node.column}`
  }
  return null
}

/** Everything delivered, with time columns up to the as-of date. */
const everything = (pack: Pack): Deliveries =>
  new Map(
    pack.categories.map(({ code, time, columns }) => {
      const newest =
        { month: 2025 * 12 + 3, year: 2025, schoolyear: 2024 }[columns.find(({ name }) => name === time)?.type as string] ?? null
      return [code, { columns: new Set(columns.map(({ name }) => name)), newest, rows: 1 }]
    }),
  )

/** What each region has, and the parameters that no formula reads. */
const EXPECTED: Readonly<Record<string, { pieces: Record<string, number>; idle: string[] }>> = {
  pinghu: {
    pieces: {
      departments: 42,
      categories: 188,
      columns: 1690,
      lists: 74,
      indicators: 72,
      policies: 76,
      warnings: 36,
      towns: 9,
      villages: 136,
      deprivations: 12,
    },
    idle: ['dibao_ratio_hi', 'dibao_ratio_lo', 'dis_care_uplift', 'grad_exit_months', 'med_retro_months', 'temp_mult_special'],
  },
  maoxian: {
    pieces: {
      departments: 16,
      categories: 32,
      columns: 266,
      lists: 32,
      indicators: 5,
      policies: 14,
      warnings: 5,
      towns: 11,
      villages: 33,
      deprivations: 5,
    },
    idle: [],
  },
}

test('every region that comes with the program is expected here', () => {
  expect(Object.keys(EXPECTED).sort()).toEqual(builtinPacks())
})

describe.each(builtinPacks())('%s', (name) => {
  const pack = builtinPack(name)
  const [features, questions] = [featuresOf(pack), questionsOf(pack)]
  const written = [...features, ...bandsOf(pack), ...questions]

  test('holds as many pieces as the region has', () => {
    const { departments, categories, lists, indicators, policies, warnings, regions, scoring } = pack
    expect({
      departments: departments.length,
      categories: categories.length,
      columns: categories.reduce((sum, one) => sum + one.columns.length, 0),
      lists: lists.length,
      indicators: indicators.length,
      policies: policies.length,
      warnings: warnings.length,
      towns: regions.towns.length,
      villages: regions.villages.length,
      deprivations: scoring.poverty.dimensions.flatMap((one) => one.deprivations).length,
    }).toEqual(EXPECTED[name]?.pieces)
  })

  test('every formula parses', () => {
    const bad = written.flatMap(({ at, text }) => {
      try {
        parseFormula(text)
        return []
      } catch (error) {
        return [`${at}: ${text}: ${error instanceof Error ? error.message : error}`]
      }
    })
    expect(bad).toEqual([])
  })

  test.each([
    ['everything', everything(pack)],
    ['nothing', new Map()],
  ])('every formula compiles where %s was delivered', (_, deliveries) => {
    const compiler = new Compiler(packModel(pack, '2025-05-18'), deliveries)
    const bad: string[] = []
    const attempt = (at: string, compile: () => unknown): void => {
      try {
        compile()
      } catch (error) {
        bad.push(`${at}: ${error instanceof Error ? error.message : error}`)
      }
    }
    for (const { at } of features) attempt(at, () => compiler.feature(at))
    for (const { at, text, scope } of questions) {
      attempt(at, () => compiler.expression(at.replaceAll('.', '_'), scope, parseFormula(text), text))
    }
    expect(bad).toEqual([])
  })

  test('every category, column, feature and parameter that a formula names exists', () => {
    const bad: string[] = []
    for (const { at, text } of written) {
      walk(parseFormula(text), (node) => {
        const unknown = missing(pack, node)
        if (unknown !== null) bad.push(`${at}: ${unknown}`)
      })
    }
    expect(bad).toEqual([])
  })

  test('every parameter but those for later stages is used', () => {
    const used = new Set<string>([...Object.values(pack.scoring.lines ?? {}), ...Object.values(pack.delivery)])
    for (const { text } of written) {
      walk(parseFormula(text), (node) => {
        if (node.kind === 'param') used.add(node.name)
      })
    }
    const idle = pack.parameters.map(({ code }) => code).filter((code) => !used.has(code))
    expect(idle.sort()).toEqual(EXPECTED[name]?.idle.map((one) => `param.${one}`))
  })

  test('cases of an indicator stand in the order of its points', () => {
    const bad = pack.indicators.filter(({ value, bands }) => {
      const node = parseFormula(value)
      if (node.kind !== 'call' || node.fn !== 'CASE') return false
      const outcomes = node.args
        .filter((_, index) => index % 2 === 1)
        .map((one) => (one.kind === 'number' ? Number(one.text) : null))
      if (outcomes.includes(null)) return false
      const points = outcomes.map((outcome) => bands.find(({ when }) => when === `v = ${outcome}`)?.points ?? 0)
      return points.some((point, index) => index > 0 && point > (points[index - 1] ?? 0))
    })
    expect(bad.map(({ code }) => code)).toEqual([])
  })
})
