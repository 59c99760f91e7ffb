import { cpSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { built, ROOT } from './launch.mjs'

/**
 * Lays out what a package is made of: Electron's program with its preload script, the built app, and a package.json that
 * names no dependencies, for all is built in. Returns the folder.
 */
export const stage = async () => {
  const folder = join(ROOT, 'build/out/stage')
  rmSync(folder, { recursive: true, force: true })
  mkdirSync(folder, { recursive: true })
  for (const name of ['electron', 'preload']) cpSync(await built(name), folder, { recursive: true })
  cpSync(await built('app'), join(folder, 'app'), { recursive: true })
  const { name, version, description, license } = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8'))
  const about = { name, version, description, license, author: name, type: 'module', main: 'main.mjs' }
  writeFileSync(join(folder, 'package.json'), `${JSON.stringify(about, null, 2)}\n`)
  return folder
}
