import { type ParseArgsConfig, parseArgs } from 'node:util'
import { usage } from './command.ts'

type OptionTable = NonNullable<ParseArgsConfig['options']>

/** Strict parsing; anything unknown, missing or doubled is one Chinese sentence. */
export const parseCommand = <const T extends OptionTable>(argv: readonly string[], options: T) => {
  try {
    const { values, positionals, tokens } = parseArgs({
      args: [...argv],
      options,
      allowPositionals: true,
      strict: true,
      tokens: true,
    } as const)
    const given = new Set<string>()
    for (const token of tokens) {
      if (token.kind !== 'option') continue
      if (given.has(token.name)) throw usage(`选项 --${token.name} 重复`)
      given.add(token.name)
    }
    return { values, positionals }
  } catch (error) {
    throw translated(error)
  }
}

const translated = (error: unknown): unknown => {
  const { code, message } = error as NodeJS.ErrnoException
  const option = /'(-[^' ]*)/.exec(message)?.[1] ?? ''
  if (code === 'ERR_PARSE_ARGS_UNKNOWN_OPTION') return usage(`没有选项 ${option}`)
  if (code === 'ERR_PARSE_ARGS_INVALID_OPTION_VALUE') {
    const takesValue = /argument missing|ambiguous/.test(message)
    return usage(takesValue ? `选项 ${/--[\w-]+/.exec(message)?.[0] ?? option} 缺少取值` : `选项 ${option} 不带取值`)
  }
  return error
}

/** The value of an option that must be there. */
export const required = (value: string | undefined, name: string): string => {
  if (value === undefined || value === '') throw usage(`缺少选项 --${name}`)
  return value
}

/** A calendar date written YYYY-MM-DD. */
export const dateOption = (value: string, name: string): string => {
  const valid = /^\d{4}-\d{2}-\d{2}$/.test(value) && new Date(`${value}T00:00:00Z`).toJSON()?.startsWith(value)
  if (!valid) throw usage(`选项 --${name} 应为日期（如 2025-05-18），收到“${value}”`)
  return value
}

/** A whole number within bounds. */
export const countOption = (value: string, name: string, least: number, most: number): number => {
  const number = /^\d{1,15}$/.test(value) ? Number(value) : Number.NaN
  if (!(number >= least && number <= most)) throw usage(`选项 --${name} 应为 ${least} 到 ${most} 的整数，收到“${value}”`)
  return number
}

/** A share from 0 to 1. */
export const shareOption = (value: string, name: string): number => {
  const number = /^\d+(\.\d+)?$/.test(value) ? Number(value) : Number.NaN
  if (!(number >= 0 && number <= 1)) throw usage(`选项 --${name} 应为 0 到 1 之间的数，收到“${value}”`)
  return number
}

/** Exactly these positional arguments. */
export const positional = (given: readonly string[], names: readonly string[]): string[] => {
  if (given.length < names.length) throw usage(`缺少参数 ${names[given.length]}`)
  if (given.length > names.length) throw usage(`多余的参数“${given[names.length]}”`)
  return [...given]
}
