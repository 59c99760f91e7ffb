import { Compiler } from '../rules/compile.ts'
import { FormulaError } from '../rules/lex.ts'
import { packModel } from '../rules/pack-model.ts'
import { parseFormula } from '../rules/parse.ts'
import type { Scope } from '../rules/plan.ts'
import type { Compiled } from '../rules/shape.ts'
import type { Pack } from './pack.ts'
import { type Placed, refuse } from './problem.ts'
import type { Pieces } from './read.ts'
import type { Indicator } from './schema.ts'

/** A formula and where it is written. */
interface Written {
  placed: Placed<unknown>
  below: string
  text: string
  scope: Scope
  /** A condition, which must be true or false. */
  condition?: boolean
  /** Set for a feature, and for the bands of an indicator. */
  feature?: string
  bandsOf?: Indicator
}

type Clause = { when: string }

/** Every formula of the pack; an indicator's value stands before its bands. */
const writtenFormulas = ({ features, indicators, scoring, policies, warnings, rowSets }: Pieces): Written[] => {
  const clauses = (placed: Placed<unknown>, below: string, list: readonly Clause[], scope: Scope): Written[] =>
    list.map(({ when }, index) => ({ placed, below: `${below}[${index}].when`, text: when, scope, condition: true }))
  const byType = (below: 'members' | 'reds'): Written[] =>
    Object.entries(scoring.value[below]).flatMap(([type, list]) => clauses(scoring, `${below}.${type}`, list, 'household'))
  return [
    ...features.flatMap((placed): Written[] => {
      const { code, formula } = placed.value
      const scope = code.startsWith('p.') ? 'person' : 'household'
      return formula === undefined ? [] : [{ placed, below: 'formula', text: formula, scope, feature: code }]
    }),
    ...indicators.flatMap((placed): Written[] => [
      { placed, below: 'value', text: placed.value.value, scope: 'household' },
      ...clauses(placed, 'bands', placed.value.bands, 'household').map((one) => ({ ...one, bandsOf: placed.value })),
    ]),
    ...byType('members'),
    ...byType('reds'),
    ...scoring.value.poverty.dimensions.flatMap(({ deprivations }, at) =>
      clauses(scoring, `poverty.dimensions[${at}].deprivations`, deprivations, 'household'),
    ),
    ...policies.flatMap((placed): Written[] => {
      const { eligible, excluded, enjoyed, benefit, grain } = placed.value
      return [
        ...clauses(placed, 'eligible', eligible, grain),
        ...clauses(placed, 'excluded', excluded, grain),
        ...(enjoyed ? [{ placed, below: 'enjoyed.when', text: enjoyed.when, scope: grain, condition: true }] : []),
        ...(benefit.amount === null ? [] : [{ placed, below: 'benefit.amount', text: benefit.amount, scope: grain }]),
      ]
    }),
    ...warnings.map((placed): Written => {
      const { condition, grain } = placed.value
      return { placed, below: 'condition', text: condition, scope: grain, condition: true }
    }),
    ...rowSets.flatMap((placed) =>
      placed.value.rows.map(
        ({ rows }, index): Written => ({ placed, below: `rows[${index}].rows`, text: rows, scope: 'person', condition: true }),
      ),
    ),
  ]
}

const attempt = (written: readonly Written[], one: Written, compile: () => unknown): void => {
  try {
    compile()
  } catch (error) {
    if (!(error instanceof FormulaError)) throw error
    // The fault may lie in a feature that this formula reads.
    const { placed, below } = one.text === error.formula ? one : (written.find(({ text }) => text === error.formula) ?? one)
    refuse(placed, below, error.message)
  }
}

/** Units, kinds and names do not depend on the date; parameters have a value at any. */
const ANY_DATE = '2000-01-01'

/** Parses every formula, and compiles it as if everything were delivered. */
export const checkFormulas = (pieces: Pieces, pack: Pack): void => {
  const written = writtenFormulas(pieces)
  for (const one of written) attempt(written, one, () => parseFormula(one.text))
  const deliveries = pack.categories.map(
    ({ code, columns }) => [code, { columns: new Set(columns.map(({ name }) => name)), newest: null, rows: 1 }] as const,
  )
  const compiler = new Compiler(packModel(pack, ANY_DATE), new Map(deliveries))
  const expression = ({ text, scope }: Pick<Written, 'text' | 'scope'>) =>
    compiler.expression(`${scope} ${text}`, scope, parseFormula(text), text).reference
  const compile = ({ text, scope, feature, bandsOf }: Written): Compiled => {
    if (feature) return compiler.feature(feature).reference
    if (!bandsOf) return expression({ text, scope })
    return compiler.band(parseFormula(text), text, { v: expression({ text: bandsOf.value, scope }) })
  }
  for (const one of written) {
    attempt(written, one, () => {
      if (compile(one).kind !== 'bool' && one.condition) throw new FormulaError(one.text, 0, '此处应为是非值')
    })
  }
}
