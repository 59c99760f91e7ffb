/** Where in a formula a node begins, for messages. */
export interface At {
  at: number
}

export type Arithmetic = '+' | '-' | '*' | '/'
export type Comparison = '=' | '<>' | '<' | '<=' | '>' | '>='

/** Functions over the rows of one category that belong to the person or household. */
export type RowFunction = 'EXISTS' | 'COUNT' | 'COUNT_DISTINCT' | 'SUM' | 'MIN' | 'MAX' | 'CUR'

/** Functions over the members of the household (lower case in the text). */
export type MemberFunction = 'any' | 'all' | 'count' | 'sum' | 'max' | 'min' | 'any_of'

/** Functions over values. */
export type ValueFunction =
  | 'CASE'
  | 'IF'
  | 'COALESCE'
  | 'OR0'
  | 'ORNONE'
  | 'ATLEAST0'
  | 'GATE'
  | 'GREATEST'
  | 'LEAST'
  | 'EARLIEST'
  | 'LATEST'
  | 'AGE'
  | 'YEAR'
  | 'MONTH_OF'
  | 'SCHOOLYEAR_OF'
  | 'MONTHS_BETWEEN'
  | 'DAYS_BETWEEN'
  | 'INT'
  | 'STARTS'

export type Node = At &
  (
    | { kind: 'number'; text: string; yuan: boolean }
    | { kind: 'string'; value: string }
    | { kind: 'boolean'; value: boolean }
    | { kind: 'asof' }
    /** The value an indicator's bands test; only in bands. */
    | { kind: 'v' }
    | { kind: 'param'; name: string }
    /** `p.x` or `h.x`; the name keeps its prefix. */
    | { kind: 'feature'; name: string }
    /** `P1102.self_pay` inside a row function, or `PERSON.birth_date`. */
    | { kind: 'column'; category: string; column: string }
    | { kind: 'not'; of: Node }
    | { kind: 'negate'; of: Node }
    | { kind: 'and' | 'or'; left: Node; right: Node }
    | { kind: 'arithmetic'; op: Arithmetic; left: Node; right: Node }
    | { kind: 'compare'; op: Comparison; left: Node; right: Node }
    | { kind: 'in'; of: Node; list: Node[]; negated: boolean }
    | { kind: 'between'; of: Node; low: Node; high: Node; negated: boolean }
    | { kind: 'like'; of: Node; pattern: string; negated: boolean }
    | { kind: 'isnull'; of: Node; negated: boolean }
    /** `date + n MONTH` and `date - n MONTH`. */
    | { kind: 'shift'; of: Node; months: number }
    /** `column WITHIN n MONTH`: the last n complete delivered months (G10). */
    | { kind: 'within'; of: Node; months: number }
    | { kind: 'rows'; fn: RowFunction; category: string; of: Node | null; where: Node | null; months: number | null }
    | { kind: 'members'; fn: MemberFunction; of: Node }
    /** How many of the two parents satisfy a condition. */
    | { kind: 'parents'; of: Node }
    | { kind: 'call'; fn: ValueFunction; args: Node[] }
  )

export type NodeOf<K extends Node['kind']> = Extract<Node, { kind: K }>

/** Every direct child, in text order. */
const children = (node: Node): Node[] => {
  switch (node.kind) {
    case 'not':
    case 'negate':
    case 'like':
    case 'isnull':
    case 'shift':
    case 'within':
    case 'members':
    case 'parents':
      return [node.of]
    case 'and':
    case 'or':
    case 'arithmetic':
    case 'compare':
      return [node.left, node.right]
    case 'in':
      return [node.of, ...node.list]
    case 'between':
      return [node.of, node.low, node.high]
    case 'rows':
      return [node.of, node.where].filter((child): child is Node => child !== null)
    case 'call':
      return node.args
    default:
      return []
  }
}

/** Visits a node and everything below it. */
export const walk = (node: Node, visit: (node: Node) => void): void => {
  visit(node)
  for (const child of children(node)) walk(child, visit)
}
