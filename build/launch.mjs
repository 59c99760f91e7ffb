import { createHash } from 'node:crypto'
import { existsSync, readdirSync, renameSync, rmSync, statSync } from 'node:fs'
import { dirname, join, relative } from 'node:path'
import { fileURLToPath, pathToFileURL } from 'node:url'

export const ROOT = dirname(dirname(fileURLToPath(import.meta.url)))

/**
 * What each build can depend on; a change of any of it makes the build stale.
 * @type {Readonly<Record<string, readonly string[]>>}
 */
const SOURCES = {
  node: ['build', 'engine', 'main', 'sample-data', 'package-lock.json'],
  electron: ['build', 'engine/contract.ts', 'main', 'package-lock.json'],
  preload: ['build', 'main', 'package-lock.json'],
  app: ['build', 'engine', 'main', 'renderer', 'package-lock.json'],
  browser: ['build', 'engine', 'package-lock.json'],
  bench: ['build', 'engine', 'package-lock.json'],
}
const CODE = /\.(ts|tsx|mjs|json|css|html|typ)$/
const SKIPPED = new Set(['node_modules', 'out', 'county', 'expected'])

/**
 * @param {string} path
 * @returns {string[]}
 */
const files = (path) => {
  if (!existsSync(path)) return []
  if (!statSync(path).isDirectory()) return [path]
  return readdirSync(path)
    .filter((name) => !SKIPPED.has(name))
    .flatMap((name) => files(join(path, name)))
    .filter((file) => CODE.test(file) && !file.endsWith('.test.ts'))
}

/**
 * Names the state of a build's sources by path, size and time of every file.
 * @param {string} name
 */
const fingerprint = (name) => {
  const hash = createHash('sha256')
  for (const file of (SOURCES[name] ?? []).flatMap((source) => files(join(ROOT, source))).sort()) {
    const { size, mtimeMs } = statSync(file)
    hash.update(`${relative(ROOT, file)}\0${size}\0${mtimeMs}\n`)
  }
  return hash.digest('hex').slice(0, 16)
}

/**
 * Folder with the current build of one Vite configuration (`build/vite.<name>.ts`); builds it where the sources have
 * changed since. Builds of one state share a folder of its name, so that two processes may build at the same time.
 * @param {string} name
 * @returns {Promise<string>}
 */
export const built = async (name) => {
  const home = join(ROOT, 'build', 'out', name)
  const folder = join(home, fingerprint(name))
  if (existsSync(folder)) return folder
  const { build } = await import('vite')
  const work = `${folder}.${process.pid}`
  // A test runner sets its own NODE_ENV; what is built is what people get.
  process.env.NODE_ENV = 'production'
  await build({
    configFile: join(ROOT, 'build', `vite.${name}.ts`),
    root: ROOT,
    logLevel: 'silent',
    build: { outDir: work, emptyOutDir: true },
  })
  try {
    renameSync(work, folder)
  } catch (error) {
    if (!existsSync(folder)) throw error
    rmSync(work, { recursive: true, force: true })
  }
  forgetOld(home, folder)
  return folder
}

const QUARTER_HOUR = 900_000

/**
 * Removes builds of earlier states, but not those that a running process may still read.
 * @param {string} home
 * @param {string} current
 */
const forgetOld = (home, current) => {
  for (const name of readdirSync(home)) {
    const path = join(home, name)
    if (path !== current && Date.now() - statSync(path).mtimeMs > QUARTER_HOUR) rmSync(path, { recursive: true, force: true })
  }
}

/**
 * Builds the Node programs if need be and runs one of them.
 * @param {string} program name of its entry in `build/vite.node.ts`
 */
export const launch = async (program) => {
  try {
    await import(pathToFileURL(join(await built('node'), `${program}.mjs`)).href)
  } catch (error) {
    if (process.env.JPF_TRACE) throw error
    process.stderr.write(`${error instanceof Error ? error.message.split('\n')[0] : error}\n`)
    process.exitCode = 1
  }
}
