import type { Node } from './ast.ts'

/** Names that a formula's words have in Chinese. */
export interface Names {
  category(code: string): string
  column(category: string, column: string): string
  feature(code: string): string
  param(code: string): string
}

const COMPARISONS = { '=': '等于', '<>': '不等于', '<': '小于', '<=': '不超过', '>': '大于', '>=': '不低于' } as const
const ARITHMETIC = { '+': '＋', '-': '－', '*': '×', '/': '÷' } as const

const MEMBERS = {
  any: (of: string) => `家庭成员中有人${of}`,
  all: (of: string) => `全体家庭成员都${of}`,
  count: (of: string) => `家庭成员中${of}的人数`,
  sum: (of: string) => `家庭成员${of}的合计`,
  max: (of: string) => `家庭成员${of}的最大值`,
  min: (of: string) => `家庭成员${of}的最小值`,
  any_of: (of: string) => `家庭成员（含近24个月内离开的）中有人${of}`,
} as const

const PERSON: Record<string, string> = { birth_date: '出生日期', sex: '性别', relation: '与户主关系' }

/** Says a formula in Chinese, for people who decide and people who are decided about. */
export const reading = (node: Node, names: Names): string => {
  const say = (part: Node): string => reading(part, names)
  const inner = (part: Node): string => (part.kind === 'and' || part.kind === 'or' ? `（${say(part)}）` : say(part))
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
      return `〔${names.param(node.name)}〕`
    case 'feature':
      return names.feature(node.name)
    case 'column':
      return node.category === 'PERSON' ? (PERSON[node.column] ?? node.column) : names.column(node.category, node.column)
    case 'not':
      return `并非${inner(node.of)}`
    case 'negate':
      return `负的${inner(node.of)}`
    case 'and':
      return `${inner(node.left)}，并且${inner(node.right)}`
    case 'or':
      return `${inner(node.left)}，或者${inner(node.right)}`
    case 'arithmetic':
      return `${operand(node.left, names)}${ARITHMETIC[node.op]}${operand(node.right, names)}`
    case 'compare':
      return `${say(node.left)}${COMPARISONS[node.op]}${say(node.right)}`
    case 'in':
      return `${say(node.of)}${node.negated ? '不' : ''}属于${node.list.map(say).join('、')}`
    case 'between':
      return `${say(node.of)}${node.negated ? '不' : ''}在${say(node.low)}至${say(node.high)}之间`
    case 'like':
      return `${say(node.of)}${node.negated ? '不' : ''}形如“${node.pattern.replaceAll('%', '…')}”`
    case 'isnull':
      return `${say(node.of)}${node.negated ? '有记载' : '没有记载'}`
    case 'shift':
      return `${say(node.of)}${node.months < 0 ? `之前${-node.months}个月` : `之后${node.months}个月`}`
    case 'within':
      return `${say(node.of)}在最近${node.months}个月内`
    case 'rows':
      return rows(node, names)
    case 'members':
      return MEMBERS[node.fn](inner(node.of))
    case 'parents':
      return `父母中${inner(node.of)}的人数`
    case 'call':
      return call(node, names)
  }
}

const operand = (node: Node, names: Names): string =>
  node.kind === 'arithmetic' && (node.op === '+' || node.op === '-') ? `（${reading(node, names)}）` : reading(node, names)

const rows = (node: Extract<Node, { kind: 'rows' }>, names: Names): string => {
  const where = node.where ? `（${reading(node.where, names)}）` : ''
  const from = `《${names.category(node.category)}》${where}`
  const of = node.of ? reading(node.of, names) : ''
  const span = node.months === null ? '' : `最近${node.months}个月`
  switch (node.fn) {
    case 'EXISTS':
      return `${from}中有记录`
    case 'COUNT':
      return `${from}的记录数`
    case 'COUNT_DISTINCT':
      return `${from}中不同${of}的个数`
    case 'SUM':
      return `${from}${span}${of}合计`
    case 'MIN':
      return `${from}中最早或最小的${of}`
    case 'MAX':
      return `${from}中最晚或最大的${of}`
    case 'CUR':
      return `${from}中最新的${of}`
  }
}

const call = (node: Extract<Node, { kind: 'call' }>, names: Names): string => {
  const args = node.args.map((arg) => reading(arg, names))
  const [first = '', second = ''] = args
  switch (node.fn) {
    case 'CASE':
    case 'IF': {
      const steps: string[] = []
      for (let index = 0; index + 1 < args.length; index += 2) steps.push(`如果${args[index]}，则为${args[index + 1]}`)
      return `〈${steps.join('；')}；否则为${args[args.length - 1]}〉`
    }
    case 'COALESCE':
      return `〈依次取${args.join('，')}〉`
    case 'OR0':
      return `${first}（没有则为0）`
    case 'ORNONE':
      return `${first}（没有则为${second}）`
    case 'ATLEAST0':
      return `${first}（资料未到时按至少0计）`
    case 'GATE':
      return `${first}（仅当${second}；否则只作下限）`
    case 'GREATEST':
      return `${args.join('、')}中较大的`
    case 'LEAST':
      return `${args.join('、')}中较小的`
    case 'EARLIEST':
      return `${args.join('、')}中最早的`
    case 'LATEST':
      return `${args.join('、')}中最晚的`
    case 'AGE':
      return `按${first}计算的周岁`
    case 'YEAR':
      return `${first}的年份`
    case 'MONTH_OF':
      return `${first}的月份`
    case 'SCHOOLYEAR_OF':
      return `${first}所在学年`
    case 'MONTHS_BETWEEN':
      return `${first}到${second}的整月数`
    case 'DAYS_BETWEEN':
      return `${first}到${second}的天数`
    case 'INT':
      return `${first}（是计1，否计0）`
    case 'STARTS':
      return `${first}以${second}开头`
  }
}
