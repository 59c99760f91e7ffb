import { type Check, importsOf, isCode, isTest } from './tree.ts'

/** The line of stages, left to right; stages of one rank stand beside each other and do not import one another. */
const RANKS: readonly (readonly string[])[] = [
  ['contract', 'packs', 'rules', 'sql'],
  ['extract'],
  ['catalogue'],
  ['validate'],
  ['load'],
  ['people'],
  ['reconcile', 'linkage'],
  ['features'],
  ['score'],
  ['colour'],
  ['match', 'verify', 'poverty'],
  ['monitor'],
  ['view'],
  ['report'],
]

/** These see the whole line. */
const OVERSEERS = new Set(['run', 'manifest', 'view', 'host'])

const stageOf = (path: string): string | null => /^engine\/([^/.]+)/.exec(path)?.[1] ?? null
const rankOf = (stage: string): number => RANKS.findIndex((rank) => rank.includes(stage))

const judge = (from: string, to: string): string | null => {
  if (from === to) return null
  if (rankOf(from) < 0 && !OVERSEERS.has(from)) return `${from} is not a stage of the engine`
  if (OVERSEERS.has(from)) return null
  if (rankOf(to) < 0) return `${from} must not import ${to}`
  if (rankOf(from) === 0 && rankOf(to) === 0) return from === 'contract' ? 'the contract imports nothing' : null
  if (rankOf(to) < rankOf(from)) return null
  return `${from} stands left of ${to} or beside it and must not import it`
}

/** Inside the engine a stage imports only from stages to its left. */
export const stages: Check = (files) =>
  files
    .filter((file) => isCode(file) && !isTest(file))
    .flatMap((file) => {
      const from = stageOf(file.path)
      if (from === null) return []
      return importsOf(file).flatMap(({ target, line }) => {
        const to = stageOf(target)
        const message = to === null ? null : judge(from, to)
        return message === null ? [] : [{ path: file.path, line, message }]
      })
    })
