import { builtinModules } from 'node:module'
import { type Check, type Complaint, importsOf, isCode, isTest, type TextFile } from './tree.ts'

const NODE = new Set([...builtinModules, ...builtinModules.map((name) => `node:${name}`)])
const SHELLS = /^(electron|react|react-dom|antd|echarts|zustand)(\/|$)/

const top = (path: string): string => path.split('/')[0] ?? ''
const isInside = (target: string): boolean => ['engine', 'main', 'renderer', 'sample-data', 'build'].includes(top(target))

type Judge = (file: TextFile, target: string) => string | null

const engine: Judge = (file, target) => {
  const host = file.path.startsWith('engine/host/')
  if (['main', 'renderer'].includes(top(target))) return `the engine does not know ${top(target)}`
  if (SHELLS.test(target)) return `the engine does not know ${target}`
  if (NODE.has(target) && !host && !isTest(file)) return `only engine/host may import ${target}`
  if (target.startsWith('@duckdb/') && !host && !isTest(file)) return 'only engine/host may import DuckDB'
  return null
}

const RENDERER_SEES = new Set([
  'engine/contract.ts',
  'engine/host/client.ts',
  'engine/host/printer-client.ts',
  'main/contract.ts',
])

const renderer: Judge = (file, target) => {
  if (NODE.has(target) && !isTest(file)) return `the renderer does not run in Node: ${target}`
  if (target === 'electron') return 'the renderer reaches Electron only by main/contract.ts'
  if (['engine', 'main'].includes(top(target)) && !RENDERER_SEES.has(target)) return `the renderer does not import ${target}`
  const page = /^renderer\/pages\/([^/.]+)/.exec(file.path)?.[1]
  const other = /^renderer\/pages\/([^/.]+)/.exec(target)?.[1]
  if (page && other && page !== other) return `page ${page} imports page ${other}`
  if (file.path.startsWith('renderer/parts/') && target.startsWith('renderer/store')) return 'a part knows no store'
  return null
}

const main: Judge = (file, target) => {
  if (top(target) === 'renderer') return 'main does not import the renderer'
  if (file.path.startsWith('main/cli/') || isTest(file)) return null
  if (top(target) === 'engine' && target !== 'engine/contract.ts') return 'only the command line sees the engine'
  return null
}

const JUDGES: Readonly<Record<string, Judge>> = { engine, renderer, main }

const judge: Judge = (file, target) => {
  const from = top(file.path)
  const to = top(target)
  if (isInside(target)) {
    if (to === 'sample-data' && !['sample-data', 'build'].includes(from)) return 'nothing imports sample-data'
    if (to === 'build' && from !== 'build' && !(from === 'sample-data' && isTest(file))) return 'nothing imports build'
  }
  return JUDGES[from]?.(file, target) ?? null
}

/** Which part of the repository may import which. */
export const boundaries: Check = (files) =>
  files.filter(isCode).flatMap((file) =>
    importsOf(file).flatMap(({ target, line }): Complaint[] => {
      const message = judge(file, target)
      return message === null ? [] : [{ path: file.path, line, message }]
    }),
  )
