import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { findChromium } from './chromium.mjs'
import { ELECTRON, electronProgram } from './electron.mjs'
import { built, ROOT } from './launch.mjs'
import { stage } from './stage.mjs'

try {
  const { start } = await import(pathToFileURL(join(await built('node'), 'start.mjs')).href)
  await start({ root: ROOT, built, stage, findChromium, electron: ELECTRON, electronProgram, argv: process.argv.slice(2) })
} catch (error) {
  if (process.env.JPF_TRACE) throw error
  process.stderr.write(`${error instanceof Error ? error.message.split('\n')[0] : error}\n`)
  process.exitCode = 1
}
