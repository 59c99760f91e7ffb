import type { Arithmetic, Comparison, MemberFunction, Node, NodeOf } from './ast.ts'

/** Names that a formula's words have in Chinese. Columns are named `P1102.self_pay`, features `p.age`. */
export interface Names {
  category(code: string): string
  column(category: string, column: string): string
  feature(code: string): string
  param(code: string): string
  /** Code list behind a column or feature; null where it holds no codes. */
  list(name: string): string | null
  /** What a code of a list stands for. */
  label(list: string, code: string): string
  /** Whether a column or feature holds a point in time. */
  dated(name: string): boolean
}

const COMPARISONS: Record<Comparison, string> = {
  '=': '等于',
  '<>': '不等于',
  '<': '小于',
  '<=': '不超过',
  '>': '大于',
  '>=': '不低于',
}
const DATED: Record<Comparison, string> = { ...COMPARISONS, '<': '早于', '<=': '不晚于', '>': '晚于', '>=': '不早于' }
const ARITHMETIC: Record<Arithmetic, string> = { '+': '＋', '-': '－', '*': '×', '/': '÷' }

const MEMBERS: Record<MemberFunction, (of: string) => string> = {
  any: (of) => `家庭成员中有人${of}`,
  all: (of) => `全体家庭成员都${of}`,
  count: (of) => `家庭成员中${of}的人数`,
  sum: (of) => `家庭成员${of}的合计`,
  max: (of) => `家庭成员${of}的最大值`,
  min: (of) => `家庭成员${of}的最小值`,
  any_of: (of) => `家庭成员（含近24个月内离开的）中有人${of}`,
}

const PERSON: Record<string, string> = { birth_date: '出生日期', sex: '性别', relation: '与户主关系' }

/** Says a formula in Chinese, for people who decide and people who are decided about. */
export const reading = (node: Node, names: Names): string => new Reader(names).say(node)

const isSum = (node: Node): boolean => node.kind === 'arithmetic' && (node.op === '+' || node.op === '-')

/** The conditions of a chain such as `a AND b AND c`. */
const chain = (node: Node, kind: 'and' | 'or'): Node[] =>
  node.kind === kind ? [...chain(node.left, kind), ...chain(node.right, kind)] : [node]

/** The column or feature whose values a node gives unchanged. */
const source = (node: Node): string | null => {
  switch (node.kind) {
    case 'feature':
      return node.name
    case 'column':
      return `${node.category}.${node.column}`
    case 'rows':
      return node.of && node.fn !== 'SUM' && node.fn !== 'COUNT_DISTINCT' ? source(node.of) : null
    case 'call':
      return node.fn === 'COALESCE' || node.fn === 'ORNONE' ? source(node.args[0] as Node) : null
    default:
      return null
  }
}

class Reader {
  constructor(private readonly names: Names) {}

  say(node: Node): string {
    switch (node.kind) {
      case 'number':
        return node.yuan ? `${node.text}元` : node.text
      case 'string':
        return `“${node.value}”`
      case 'boolean':
        return node.value ? '是' : '否'
      case 'asof':
        return '数据日期'
      case 'v':
        return '指标值'
      case 'param':
        return `〔${this.names.param(node.name)}〕`
      case 'feature':
        return this.names.feature(node.name).replace('是否', '')
      case 'column':
        return node.category === 'PERSON' ? (PERSON[node.column] ?? node.column) : this.names.column(node.category, node.column)
      case 'not':
        return this.not(node.of)
      case 'negate':
        return `负的${this.operand(node.of)}`
      case 'and':
        return this.joined(node, 'and', '，并且')
      case 'or':
        return this.joined(node, 'or', '，或者')
      case 'arithmetic':
        return this.arithmetic(node)
      case 'compare':
        return this.compare(node)
      case 'in':
        return `${this.part(node.of)}${node.negated ? '不' : ''}属于${node.list.map((item) => this.coded(item, node.of)).join('、')}`
      case 'between':
        return `${this.part(node.of)}${node.negated ? '不' : ''}在${this.coded(node.low, node.of)}至${this.coded(node.high, node.of)}之间`
      case 'like':
        return `${this.part(node.of)}${node.negated ? '不' : ''}形如“${node.pattern.replaceAll('%', '…')}”`
      case 'isnull':
        return `${this.part(node.of)}${node.negated ? '有记载' : '没有记载'}`
      case 'shift':
        return `${this.operand(node.of)}${node.months < 0 ? `之前${-node.months}个月` : `之后${node.months}个月`}`
      case 'within':
        return `${this.part(node.of)}在最近${node.months}个月内`
      case 'rows':
        return this.rows(node)
      case 'members':
        return node.fn === 'count' && node.of.kind === 'boolean' && node.of.value
          ? '家庭成员人数'
          : MEMBERS[node.fn](this.part(node.of))
      case 'parents':
        return `父母中${this.part(node.of)}的人数`
      case 'call':
        return this.call(node)
    }
  }

  /** Something that stands inside a sentence: several conditions go into brackets. */
  private part(node: Node): string {
    return node.kind === 'and' || node.kind === 'or' ? `（${this.say(node)}）` : this.say(node)
  }

  /** Something that a sign or a remark applies to as a whole. */
  private operand(node: Node): string {
    return node.kind === 'arithmetic' || node.kind === 'negate' ? `（${this.say(node)}）` : this.part(node)
  }

  private joined(node: Node, kind: 'and' | 'or', word: string): string {
    return chain(node, kind)
      .map((one) => this.part(one))
      .join(word)
  }

  private not(of: Node): string {
    if (of.kind === 'rows' && of.fn === 'EXISTS') return `${this.from(of)}中没有记录`
    if (of.kind === 'within') return `${this.part(of.of)}不在最近${of.months}个月内`
    return `并非${this.part(of)}`
  }

  private arithmetic({ op, left, right }: NodeOf<'arithmetic'>): string {
    const loose = op === '*' || op === '/'
    const first = loose && isSum(left) ? `（${this.say(left)}）` : this.part(left)
    const second = (loose && right.kind === 'arithmetic') || isSum(right) ? `（${this.say(right)}）` : this.part(right)
    return `${first}${ARITHMETIC[op]}${second}`
  }

  private compare({ op, left, right }: NodeOf<'compare'>): string {
    if (op === '=' && right.kind === 'boolean') return `${this.part(left)}为${this.say(right)}`
    const words = this.dated(left) || this.dated(right) ? DATED : COMPARISONS
    return `${this.coded(left, right)}${words[op]}${this.coded(right, left)}`
  }

  /** A literal beside a coded value is said by its label. */
  private coded(node: Node, beside: Node): string {
    const name = node.kind === 'string' ? source(beside) : null
    const list = name === null ? null : this.names.list(name)
    return node.kind === 'string' && list !== null ? `“${this.names.label(list, node.value)}”` : this.part(node)
  }

  private dated(node: Node): boolean {
    if (node.kind === 'asof' || node.kind === 'shift') return true
    if (node.kind === 'call' && ['EARLIEST', 'LATEST', 'YEAR', 'MONTH_OF', 'SCHOOLYEAR_OF'].includes(node.fn)) return true
    const name = source(node)
    return name !== null && this.names.dated(name)
  }

  private from(node: NodeOf<'rows'>): string {
    return `《${this.names.category(node.category)}》${node.where ? `（${this.say(node.where)}）` : ''}`
  }

  private rows(node: NodeOf<'rows'>): string {
    const from = this.from(node)
    const of = node.of ? this.part(node.of) : ''
    const dated = node.of !== null && this.dated(node.of)
    switch (node.fn) {
      case 'EXISTS':
        return `${from}中有记录`
      case 'COUNT':
        return `${from}的记录数`
      case 'COUNT_DISTINCT':
        return `${from}中不同${of}的个数`
      case 'SUM':
        return `${from}${node.months === null ? '' : `最近${node.months}个月`}${of}合计`
      case 'MIN':
        return `${from}中${dated ? '最早' : '最小'}的${of}`
      case 'MAX':
        return `${from}中${dated ? '最晚' : '最大'}的${of}`
      case 'CUR':
        return `${from}中最新的${of}`
    }
  }

  private choice(args: readonly Node[]): string {
    const steps: string[] = []
    for (let index = 0; index + 1 < args.length; index += 2) {
      steps.push(`如果${this.say(args[index] as Node)}，则为${this.say(args[index + 1] as Node)}`)
    }
    return `〈${steps.join('；')}；否则为${this.say(args[args.length - 1] as Node)}〉`
  }

  private call({ fn, args }: NodeOf<'call'>): string {
    const [one, two] = args as [Node, Node]
    const all = args.map((arg) => this.part(arg)).join('、')
    switch (fn) {
      case 'CASE':
      case 'IF':
        return this.choice(args)
      case 'COALESCE':
        return `〈依次取${args.map((arg) => this.coded(arg, one)).join('，')}〉`
      case 'OR0':
        return `${this.operand(one)}（没有则为0）`
      case 'ORNONE':
        return `${this.operand(one)}（没有则为${this.coded(two, one)}）`
      case 'ATLEAST0':
        return `${this.operand(one)}（资料未到时按至少0计）`
      case 'GATE':
        return `${this.operand(one)}（仅当${this.say(two)}；否则只作下限）`
      case 'GREATEST':
        return `〈${all}中较大的〉`
      case 'LEAST':
        return `〈${all}中较小的〉`
      case 'EARLIEST':
        return `〈${all}中最早的〉`
      case 'LATEST':
        return `〈${all}中最晚的〉`
      case 'AGE':
        return `按${this.part(one)}计算的周岁`
      case 'YEAR':
        return `${this.part(one)}的年份`
      case 'MONTH_OF':
        return `${this.part(one)}的月份`
      case 'SCHOOLYEAR_OF':
        return `${this.part(one)}所在学年`
      case 'MONTHS_BETWEEN':
        return `${this.part(one)}到${this.part(two)}的整月数`
      case 'DAYS_BETWEEN':
        return `${this.part(one)}到${this.part(two)}的天数`
      case 'INT':
        return `${this.part(one)}（是计1，否计0）`
      case 'STARTS':
        return `${this.part(one)}以${this.part(two)}开头`
    }
  }
}
