import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { ROOT } from './launch.mjs'

export const ELECTRON = join(ROOT, 'node_modules', 'electron')

/**
 * Electron's program file, or null where it was not fetched.
 * @returns {string | null}
 */
export const electronProgram = () => {
  const path = join(ELECTRON, 'path.txt')
  if (!existsSync(path)) return null
  const program = join(ELECTRON, 'dist', readFileSync(path, 'utf8').trim())
  return existsSync(program) ? program : null
}
