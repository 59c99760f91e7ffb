import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { Node } from './ast.ts'
import { parseFormula } from './parse.ts'

type Bare<T> = T extends { at: number }
  ? { [K in keyof Omit<T, 'at'>]: Bare<T[K & keyof T]> }
  : T extends (infer U)[]
    ? Bare<U>[]
    : T
/** A node without its position. */
type Tree = Node extends infer N ? Bare<N> : never

const tree = (formula: string): unknown =>
  JSON.parse(JSON.stringify(parseFormula(formula), (key, value) => (key === 'at' ? undefined : value)))

const OR = 1
const AND = 2
const NOT = 3
const COMPARE = 4
const ADD = 5
const MULTIPLY = 6
const UNARY = 7
const PRIMARY = 8

/** How strongly the outermost part of a node binds. */
const strength = (node: Tree): number => {
  switch (node.kind) {
    case 'or':
      return OR
    case 'and':
      return AND
    case 'not':
      return NOT
    case 'compare':
    case 'in':
    case 'between':
    case 'like':
    case 'isnull':
    case 'within':
      return COMPARE
    case 'shift':
      return ADD
    case 'arithmetic':
      return node.op === '+' || node.op === '-' ? ADD : MULTIPLY
    case 'negate':
      return UNARY
    default:
      return PRIMARY
  }
}

const quote = (text: string): string => `'${text.replaceAll("'", "''")}'`

/** Writes a tree with as few brackets as the grammar needs, or with all. */
const printer = (everyBracket: boolean) => {
  const print = (node: Tree, least: number): string => {
    const text = bareText(node)
    const strong = strength(node)
    return strong < least || (everyBracket && strong < PRIMARY) ? `(${text})` : text
  }
  const whole = (node: Tree): string => print(node, OR)
  const where = (node: Tree | null): string => (node === null ? '' : ` WHERE ${whole(node)}`)
  const rows = (node: Extract<Tree, { kind: 'rows' }>): string => {
    const months = node.months === null ? '' : `, ${node.months} MONTH`
    const of = node.of === null ? node.category : print(node.of, ADD)
    if (node.fn === 'COUNT_DISTINCT') return `COUNT(DISTINCT ${of}${where(node.where)})`
    return `${node.fn}(${of}${months}${where(node.where)})`
  }
  const dated = (node: Tree): string => (node.kind === 'rows' && node.of ? `${print(node.of, ADD)}${where(node.where)}` : '')
  const bareText = (node: Tree): string => {
    const no = 'negated' in node && node.negated ? 'NOT ' : ''
    switch (node.kind) {
      case 'number':
        return `${node.text}${node.yuan ? '元' : ''}`
      case 'string':
        return quote(node.value)
      case 'boolean':
        return node.value ? 'TRUE' : 'FALSE'
      case 'asof':
      case 'v':
        return node.kind
      case 'param':
      case 'feature':
        return node.name
      case 'column':
        return `${node.category}.${node.column}`
      case 'not':
        return `NOT ${print(node.of, NOT)}`
      case 'negate':
        return `-${print(node.of, UNARY)}`
      case 'and':
        return `${print(node.left, AND)} AND ${print(node.right, NOT)}`
      case 'or':
        return `${print(node.left, OR)} OR ${print(node.right, AND)}`
      case 'arithmetic': {
        const own = strength(node)
        return `${print(node.left, own)} ${node.op} ${print(node.right, own + 1)}`
      }
      case 'compare':
        return `${print(node.left, ADD)} ${node.op} ${print(node.right, ADD)}`
      case 'in':
        return `${print(node.of, ADD)} ${no}IN (${node.list.map(whole).join(', ')})`
      case 'between':
        return `${print(node.of, ADD)} ${no}BETWEEN ${print(node.low, ADD)} AND ${print(node.high, ADD)}`
      case 'like':
        return `${print(node.of, ADD)} ${no}LIKE ${quote(node.pattern)}`
      case 'isnull':
        return `${print(node.of, ADD)} IS ${no}NULL`
      case 'within':
        return `${print(node.of, ADD)} WITHIN ${node.months} MONTH`
      case 'shift':
        return `${print(node.of, ADD)} ${node.months < 0 ? '-' : '+'} ${Math.abs(node.months)} MONTH`
      case 'rows':
        return rows(node)
      case 'members':
        return `${node.fn}(${whole(node.of)})`
      case 'parents':
        return `parents(${whole(node.of)})`
      case 'call':
        return `${node.fn}(${node.args.map(node.fn === 'EARLIEST' || node.fn === 'LATEST' ? dated : whole).join(', ')})`
    }
  }
  return whole
}

const name = fc.stringMatching(/^[a-z][a-z0-9_]{0,6}$/)
const code = fc.stringMatching(/^[A-Z]\d{2,6}$/)
const months = fc.integer({ min: 1, max: 60 })
const negated = fc.boolean()

const leaf = fc.oneof(
  fc.record({ kind: fc.constant('number' as const), text: fc.stringMatching(/^\d{1,6}(\.\d{1,3})?$/), yuan: fc.boolean() }),
  fc.record({ kind: fc.constant('string' as const), value: fc.string({ unit: 'grapheme', maxLength: 6 }) }),
  fc.record({ kind: fc.constant('boolean' as const), value: fc.boolean() }),
  fc.constantFrom<Tree>({ kind: 'asof' }, { kind: 'v' }),
  name.map((text): Tree => ({ kind: 'param', name: `param.${text}` })),
  fc.tuple(fc.constantFrom('p', 'h'), name).map(([scope, text]): Tree => ({ kind: 'feature', name: `${scope}.${text}` })),
  fc.record({ kind: fc.constant('column' as const), category: fc.constant('PERSON'), column: name }),
) as fc.Arbitrary<Tree>

/** Every construct of the language over smaller trees; those that bind others come most often. */
const built = (of: fc.Arbitrary<Tree>): fc.Arbitrary<Tree>[] => {
  const kind = <K extends Tree['kind']>(text: K) => fc.constant(text)
  const list = fc.array(of, { minLength: 1, maxLength: 3 })
  const binding = [
    fc.record({ kind: kind('not'), of }),
    fc.record({ kind: kind('negate'), of }),
    fc.record({ kind: fc.constantFrom('and' as const, 'or' as const), left: of, right: of }),
    fc.record({ kind: kind('arithmetic'), op: fc.constantFrom('+', '-', '*', '/'), left: of, right: of }),
  ]
  return [
    ...binding,
    ...binding,
    ...binding,
    fc.record({ kind: kind('compare'), op: fc.constantFrom('=', '<>', '<', '<=', '>', '>='), left: of, right: of }),
    fc.record({ kind: kind('in'), of, list, negated }),
    fc.record({ kind: kind('between'), of, low: of, high: of, negated }),
    fc.record({ kind: kind('like'), of, pattern: fc.string({ maxLength: 5 }), negated }),
    fc.record({ kind: kind('isnull'), of, negated }),
    fc.record({ kind: kind('within'), of, months }),
    fc.record({
      kind: kind('shift'),
      of,
      months: fc.oneof(
        months,
        months.map((n) => -n),
      ),
    }),
    fc.record({ kind: kind('members'), fn: fc.constantFrom('any', 'all', 'count', 'sum', 'max', 'min', 'any_of'), of }),
    fc.record({ kind: kind('parents'), of }),
    fc.record({ kind: kind('call'), fn: fc.constantFrom('OR0', 'ATLEAST0', 'YEAR', 'INT'), args: fc.tuple(of) }),
    fc.record({ kind: kind('call'), fn: fc.constantFrom('ORNONE', 'GATE', 'AGE', 'STARTS'), args: fc.tuple(of, of) }),
    fc.record({ kind: kind('call'), fn: fc.constantFrom('CASE', 'IF', 'COALESCE', 'GREATEST'), args: fc.tuple(of, of, of) }),
  ] as fc.Arbitrary<Tree>[]
}

/** Row functions over one category; only its own columns stand in them. */
const rowCalls: fc.Arbitrary<Tree> = code.chain((category) => {
  const column = name.map((text): Tree => ({ kind: 'column', category, column: text }))
  const { inside } = fc.letrec<{ inside: Tree }>((tie) => ({
    inside: fc.oneof({ maxDepth: 2 }, column, leaf, ...built(tie('inside'))),
  }))
  const where = fc.option(inside)
  const over = fc.tuple(column, inside).map(([left, right]): Tree => ({ kind: 'arithmetic', op: '*', left, right }))
  const base = { kind: fc.constant('rows' as const), category: fc.constant(category), where }
  const of = fc.oneof(column, over)
  const none = fc.constant(null)
  const pick = (fn: 'MIN' | 'MAX') => fc.record({ ...base, fn: fc.constant(fn), of: column, months: none })
  const dates = (fn: 'MIN' | 'MAX') => fc.array(pick(fn), { minLength: 1, maxLength: 3 })
  return fc.oneof(
    fc.record({ ...base, fn: fc.constantFrom('EXISTS', 'COUNT'), of: none, months: none }),
    fc.record({ ...base, fn: fc.constantFrom('MIN', 'MAX', 'CUR', 'COUNT_DISTINCT'), of, months: none }),
    fc.record({ ...base, fn: fc.constant('SUM'), of, months: fc.option(months) }),
    fc.record({ kind: fc.constant('call' as const), fn: fc.constant('EARLIEST' as const), args: dates('MIN') }),
    fc.record({ kind: fc.constant('call' as const), fn: fc.constant('LATEST' as const), args: dates('MAX') }),
  ) as fc.Arbitrary<Tree>
})

const { formula } = fc.letrec<{ formula: Tree }>((tie) => ({
  formula: fc.oneof({ maxDepth: 5 }, leaf, rowCalls, ...built(tie('formula'))),
}))

test('a formula that was printed reads back as itself', () => {
  fc.assert(
    fc.property(formula, fc.boolean(), (node, everyBracket) => {
      expect(tree(printer(everyBracket)(node))).toEqual(node)
    }),
    { numRuns: 3000 },
  )
})
