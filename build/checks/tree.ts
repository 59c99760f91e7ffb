import { readdirSync, readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { parseSync } from 'vite'

/** A text file of the repository; `path` is relative to its root, with forward slashes. */
export interface TextFile {
  path: string
  text: string
}

export interface Complaint {
  path: string
  line: number
  message: string
}

/** Judges the repository; pure, so that each check can be tested on files made up for it. */
export type Check = (files: readonly TextFile[]) => Complaint[]

const SKIPPED = new Set(['node_modules', '.git', 'build/out', 'build/bench/out', 'coverage'])
const TEXT = /\.(ts|tsx|mjs|js|json|jsonc|md|yml|yaml|html|css|sh|csv|txt)$|(^|\/)(\.ci\/run|LICENSE|\.[a-z]+)$/
const LARGEST = 2_000_000

/** Every text file below `root` that belongs to the repository. */
export const readTree = (root: string, inside = ''): TextFile[] =>
  readdirSync(join(root, inside), { withFileTypes: true })
    .sort((a, b) => (a.name < b.name ? -1 : 1))
    .flatMap((entry) => {
      const path = inside === '' ? entry.name : `${inside}/${entry.name}`
      if (SKIPPED.has(path)) return []
      if (entry.isDirectory()) return readTree(root, path)
      const absolute = join(root, path)
      if (!entry.isFile() || !TEXT.test(path) || statSync(absolute).size > LARGEST) return []
      return [{ path, text: readFileSync(absolute, 'utf8') }]
    })

export const isCode = ({ path }: TextFile): boolean => /\.(ts|tsx|mjs)$/.test(path)
/** A test, or a fixture that only tests use. */
export const isTest = ({ path }: TextFile): boolean => /(\.test|(^|\/)fixture)\.tsx?$/.test(path)

/** Line of a character offset, from 1. */
const lineAt = (text: string, offset: number): number => text.slice(0, offset).split('\n').length

export const parsed = (file: TextFile) => {
  const result = parseSync(file.path, file.text)
  return result.errors.length > 0 ? null : result
}

export interface Import {
  /** Repository path for a relative import, else the name of the package. */
  target: string
  line: number
}

const resolved = (from: string, specifier: string): string => {
  if (!specifier.startsWith('.')) return specifier
  const parts = from.split('/').slice(0, -1)
  for (const part of (specifier.split('?')[0] ?? '').split('/')) {
    if (part === '..') parts.pop()
    else if (part !== '.') parts.push(part)
  }
  return parts.join('/')
}

/** Everything a file imports or re-exports, types included. */
export const importsOf = (file: TextFile): Import[] => {
  const { module } = parsed(file) ?? {}
  if (!module) return []
  const literal = ({ start, end }: { start: number; end: number }) => file.text.slice(start, end).replace(/^['"`]|['"`]$/g, '')
  const found = [
    ...module.staticImports.map(({ moduleRequest }) => ({ specifier: moduleRequest.value, at: moduleRequest.start })),
    ...module.staticExports.flatMap(({ entries }) =>
      entries.flatMap(({ moduleRequest }) =>
        moduleRequest ? [{ specifier: moduleRequest.value, at: moduleRequest.start }] : [],
      ),
    ),
    ...module.dynamicImports.map(({ moduleRequest }) => ({ specifier: literal(moduleRequest), at: moduleRequest.start })),
  ]
  return found.map(({ specifier, at }) => ({ target: resolved(file.path, specifier), line: lineAt(file.text, at) }))
}

export const complain = (file: TextFile, offset: number, message: string): Complaint => ({
  path: file.path,
  line: lineAt(file.text, offset),
  message,
})
