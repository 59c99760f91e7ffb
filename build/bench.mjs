import { cpSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { built, ROOT } from './launch.mjs'

const home = join(ROOT, 'build', 'bench')

/**
 * Builds are forgotten while the bench runs; this copy stays.
 * @param {string} name
 */
const kept = async (name) => {
  const copy = join(ROOT, 'build', 'out', 'bench-programs', name)
  rmSync(copy, { recursive: true, force: true })
  cpSync(await built(name), copy, { recursive: true })
  return copy
}

const programs = await kept('node')
const { bench } = await import(pathToFileURL(join(programs, 'bench.mjs')).href)
await bench({ programs, page: await kept('bench'), home }, process.argv.slice(2))
