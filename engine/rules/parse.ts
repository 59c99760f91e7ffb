import { type Comparison, type MemberFunction, type Node, type RowFunction, type ValueFunction, walk } from './ast.ts'
import { FormulaError, lex, type Token } from './lex.ts'

const COMPARISONS = new Set(['=', '<>', '<', '<=', '>', '>='])
const ROW_FUNCTIONS = new Set(['EXISTS', 'COUNT', 'SUM', 'MIN', 'MAX', 'CUR'])
const MEMBER_FUNCTIONS = new Set(['any', 'all', 'count', 'sum', 'max', 'min', 'any_of'])
const CATEGORY = /^[A-Z]\d{2,6}$/

/** Least and greatest number of arguments of each value function. */
const VALUE_FUNCTIONS: ReadonlyMap<string, readonly [number, number]> = new Map<ValueFunction, readonly [number, number]>([
  ['CASE', [3, 99]],
  ['IF', [3, 3]],
  ['COALESCE', [2, 99]],
  ['OR0', [1, 1]],
  ['ORNONE', [2, 2]],
  ['ATLEAST0', [1, 1]],
  ['GATE', [2, 2]],
  ['GREATEST', [2, 99]],
  ['LEAST', [2, 99]],
  ['EARLIEST', [1, 99]],
  ['LATEST', [1, 99]],
  ['AGE', [2, 2]],
  ['YEAR', [1, 1]],
  ['MONTH_OF', [1, 1]],
  ['SCHOOLYEAR_OF', [1, 1]],
  ['MONTHS_BETWEEN', [2, 2]],
  ['DAYS_BETWEEN', [2, 2]],
  ['INT', [1, 1]],
  ['STARTS', [2, 2]],
])

class Parser {
  private readonly tokens: Token[]
  private index = 0

  constructor(private readonly formula: string) {
    this.tokens = lex(formula)
  }

  whole(): Node {
    const node = this.or()
    if (this.token.kind !== 'end') this.fail(`多出“${this.token.text}”`)
    return node
  }

  private get token(): Token {
    return this.tokens[this.index] as Token
  }

  private fail(reason: string, at = this.token.at): never {
    throw new FormulaError(this.formula, at, reason)
  }

  private take(text: string): boolean {
    if (this.token.text !== text || this.token.kind === 'string') return false
    this.index++
    return true
  }

  private expect(text: string): void {
    if (!this.take(text)) this.fail(`此处应为“${text}”，见到“${this.token.text || '结尾'}”`)
  }

  private or(): Node {
    let left = this.and()
    for (let { at } = this.token; this.take('OR'); { at } = this.token) left = { kind: 'or', left, right: this.and(), at }
    return left
  }

  private and(): Node {
    let left = this.not()
    for (let { at } = this.token; this.take('AND'); { at } = this.token) left = { kind: 'and', left, right: this.not(), at }
    return left
  }

  private not(): Node {
    const { at } = this.token
    return this.take('NOT') ? { kind: 'not', of: this.not(), at } : this.compare()
  }

  private compare(): Node {
    const of = this.add()
    const { at, kind, text } = this.token
    if (kind === 'symbol' && COMPARISONS.has(text)) {
      this.index++
      return { kind: 'compare', op: text as Comparison, left: of, right: this.add(), at }
    }
    if (this.take('IS')) {
      const negated = this.take('NOT')
      this.expect('NULL')
      return { kind: 'isnull', of, negated, at }
    }
    if (this.take('WITHIN')) return { kind: 'within', of, months: this.months(), at }
    const negated = this.take('NOT')
    if (this.take('IN')) {
      this.expect('(')
      return { kind: 'in', of, list: this.list(), negated, at }
    }
    if (this.take('BETWEEN')) {
      const low = this.add()
      this.expect('AND')
      return { kind: 'between', of, low, high: this.add(), negated, at }
    }
    if (this.take('LIKE')) {
      const pattern = this.token
      if (pattern.kind !== 'string') this.fail('LIKE 之后应为引号内的样式')
      this.index++
      return { kind: 'like', of, pattern: unquote(pattern.text), negated, at }
    }
    if (negated) this.fail('NOT 之后应为 IN、BETWEEN 或 LIKE')
    return of
  }

  private add(): Node {
    let left = this.multiply()
    for (;;) {
      const { at, text, kind } = this.token
      if (kind !== 'symbol' || (text !== '+' && text !== '-')) return left
      this.index++
      const after = this.tokens[this.index + 1]
      if (this.token.kind === 'number' && after?.kind === 'word' && after.text === 'MONTH') {
        const months = this.months()
        left = { kind: 'shift', of: left, months: text === '-' ? -months : months, at }
      } else left = { kind: 'arithmetic', op: text, left, right: this.multiply(), at }
    }
  }

  private multiply(): Node {
    let left = this.unary()
    for (;;) {
      const { at, text, kind } = this.token
      if (kind !== 'symbol' || (text !== '*' && text !== '/')) return left
      this.index++
      left = { kind: 'arithmetic', op: text, left, right: this.unary(), at }
    }
  }

  private unary(): Node {
    const { at } = this.token
    return this.take('-') ? { kind: 'negate', of: this.unary(), at } : this.primary()
  }

  private primary(): Node {
    const { at, kind, text } = this.token
    if (this.take('(')) {
      const inner = this.or()
      this.expect(')')
      return inner
    }
    this.index++
    switch (kind) {
      case 'number':
        return { kind: 'number', text: text.replace('元', ''), yuan: text.endsWith('元'), at }
      case 'string':
        return { kind: 'string', value: unquote(text), at }
      case 'reference':
        return reference(text, at)
      case 'word':
        return this.word(text, at)
      default:
        return this.fail(text ? `此处不能用“${text}”` : '公式没有写完', at)
    }
  }

  private word(text: string, at: number): Node {
    if (text === 'TRUE' || text === 'FALSE') return { kind: 'boolean', value: text === 'TRUE', at }
    if (text === 'asof') return { kind: 'asof', at }
    if (text === 'v') return { kind: 'v', at }
    if (!this.take('(')) this.fail(`不认识“${text}”`, at)
    if (ROW_FUNCTIONS.has(text)) return this.rowCall(text as RowFunction, at)
    if (text === 'parents') return { kind: 'parents', of: this.only(), at }
    if (MEMBER_FUNCTIONS.has(text)) return { kind: 'members', fn: text as MemberFunction, of: this.only(), at }
    const arity = VALUE_FUNCTIONS.get(text)
    if (!arity) return this.fail(`没有函数“${text}”`, at)
    const args = text === 'EARLIEST' || text === 'LATEST' ? this.dated(text, at) : this.list()
    if (args.length < arity[0] || args.length > arity[1]) this.fail(`函数 ${text} 的参数个数不对`, at)
    if (text === 'CASE' && args.length % 2 === 0) this.fail('CASE 应以默认值结尾', at)
    return { kind: 'call', fn: text as ValueFunction, args, at }
  }

  private only(): Node {
    const node = this.or()
    this.expect(')')
    return node
  }

  private list(): Node[] {
    const nodes = [this.or()]
    while (this.take(',')) nodes.push(this.or())
    this.expect(')')
    return nodes
  }

  /** Arguments of EARLIEST and LATEST: columns, each with a WHERE of its own. */
  private dated(fn: 'EARLIEST' | 'LATEST', at: number): Node[] {
    const nodes: Node[] = []
    do {
      const of = this.add()
      const where = this.where()
      nodes.push({
        kind: 'rows',
        fn: fn === 'EARLIEST' ? 'MIN' : 'MAX',
        category: this.category(null, of, where, at),
        of,
        where,
        months: null,
        at: of.at,
      })
    } while (this.take(','))
    this.expect(')')
    return nodes
  }

  private where(): Node | null {
    return this.take('WHERE') ? this.or() : null
  }

  private rowCall(fn: RowFunction, at: number): Node {
    const distinct = fn === 'COUNT' && this.take('DISTINCT')
    const { token } = this
    let of: Node | null = null
    let named: string | null = null
    if (token.kind === 'word' && CATEGORY.test(token.text) && !distinct && (fn === 'EXISTS' || fn === 'COUNT')) {
      named = token.text
      this.index++
    } else of = this.add()
    const months = this.take(',') ? this.months() : null
    if (months !== null && fn !== 'SUM') this.fail('只有 SUM 可以带月数', at)
    const where = this.where()
    this.expect(')')
    if ((fn === 'EXISTS' || (fn === 'COUNT' && !distinct)) && of) this.fail(`${fn} 之后应为数据类别`, at)
    return {
      kind: 'rows',
      fn: distinct ? 'COUNT_DISTINCT' : fn,
      category: this.category(named, of, where, at),
      of,
      where,
      months,
      at,
    }
  }

  /** The one category that the columns of a row function belong to. */
  private category(named: string | null, of: Node | null, where: Node | null, at: number): string {
    const found = new Set<string>(named === null ? [] : [named])
    const collect = (node: Node): void => {
      if (node.kind === 'column' && node.category !== 'PERSON') found.add(node.category)
    }
    if (of) walk(of, collect)
    if (where) walk(where, collect)
    const [only] = found
    if (found.size !== 1 || !only) return this.fail('一个取数函数只能用一个数据类别的列', at)
    return only
  }

  private months(): number {
    const { kind, text } = this.token
    if (kind !== 'number' || !/^\d+$/.test(text)) this.fail('此处应为月数')
    this.index++
    this.expect('MONTH')
    return Number(text)
  }
}

const unquote = (text: string): string => text.slice(1, -1).replaceAll("''", "'")

const reference = (text: string, at: number): Node => {
  const dot = text.indexOf('.')
  const head = text.slice(0, dot)
  if (head === 'p' || head === 'h') return { kind: 'feature', name: text, at }
  if (head === 'param') return { kind: 'param', name: text, at }
  return { kind: 'column', category: head, column: text.slice(dot + 1), at }
}

/**
 * Parses a formula of the pack.
 * @throws FormulaError with the character position and a Chinese reason.
 */
export const parseFormula = (formula: string): Node => new Parser(formula).whole()
