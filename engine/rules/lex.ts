export type TokenKind = 'number' | 'string' | 'word' | 'reference' | 'symbol' | 'end'

export interface Token {
  kind: TokenKind
  text: string
  at: number
}

/** A formula that cannot be read: where and why, in the words of whoever writes formulas. */
export class FormulaError extends Error {
  constructor(
    readonly formula: string,
    readonly at: number,
    readonly reason: string,
  ) {
    super(`公式第 ${at + 1} 字处：${reason}　〔${formula}〕`)
    this.name = 'FormulaError'
  }
}

const PATTERNS: readonly [TokenKind | 'space', RegExp][] = [
  ['space', /\s+/y],
  ['number', /\d+(?:\.\d+)?元?/y],
  ['string', /'(?:[^']|'')*'/y],
  ['reference', /(?:p|h|param|PERSON|[A-Z]\d{2,6})\.[A-Za-z_][A-Za-z0-9_]*/y],
  ['word', /[A-Za-z_][A-Za-z0-9_]*/y],
  ['symbol', /<>|<=|>=|[-+*/=<>(),]/y],
]

const strange = (formula: string, at: number): string =>
  formula[at] === "'" ? '引号没有成对' : `不认识的字符“${String.fromCodePoint(formula.codePointAt(at) ?? 0)}”`

/** Splits a formula into tokens; throws `FormulaError` at a character no token can begin with. */
export const lex = (formula: string): Token[] => {
  const tokens: Token[] = []
  let at = 0
  while (at < formula.length) {
    const match = PATTERNS.map(([kind, pattern]) => {
      pattern.lastIndex = at
      return { kind, text: pattern.exec(formula)?.[0] }
    }).find((found) => found.text !== undefined)
    if (match?.text === undefined) throw new FormulaError(formula, at, strange(formula, at))
    if (match.kind !== 'space') tokens.push({ kind: match.kind, text: match.text, at })
    at += match.text.length
  }
  tokens.push({ kind: 'end', text: '', at })
  return tokens
}
