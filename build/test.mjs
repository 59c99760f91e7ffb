import { spawnSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { MISSING, obtainChromium } from './chromium.mjs'
import { electronProgram } from './electron.mjs'
import { ROOT } from './launch.mjs'
import { tally } from './tally.mjs'

const chromium = obtainChromium()
if (chromium === null) {
  process.stderr.write(`${MISSING}\n`)
  process.exit(1)
}

const WINDOWS = process.platform === 'win32'

/**
 * @param {string} tool
 * @param {string[]} args
 * @param {Record<string, string>} [environment]
 */
const run = (tool, args, environment = {}) => {
  const program = join(ROOT, 'node_modules', '.bin', WINDOWS ? `${tool}.cmd` : tool)
  const { status } = spawnSync(program, args, {
    cwd: ROOT,
    stdio: 'inherit',
    shell: WINDOWS,
    env: { ...process.env, CHROME_PATH: chromium, ...environment },
  })
  return status === 0
}

const total = { passed: 0, failed: 0 }

/** @type {readonly [string, string, string[]][]} */
const CHECKS = [
  ['types', 'tsc', ['--noEmit']],
  ['style', 'biome', ['check', '--error-on-warnings', '.']],
  ['unused', 'knip', ['--no-progress']],
]
for (const [name, tool, args] of CHECKS) {
  const good = run(tool, args)
  process.stdout.write(`${good ? 'ok' : 'FAILED'}: ${name} (${tool})\n`)
  total[good ? 'passed' : 'failed']++
}

/**
 * Runs test files and adds them up.
 * @param {string[]} files all of them where none is named
 * @param {Record<string, string>} [environment]
 */
const test = (files, environment) => {
  const folder = mkdtempSync(join(tmpdir(), 'jpf-test-'))
  const report = join(folder, 'vitest.json')
  const good = run(
    'vitest',
    ['run', '--reporter=default', '--reporter=json', `--outputFile.json=${report}`, ...files],
    environment,
  )
  const tests = tally(good, () => JSON.parse(readFileSync(report, 'utf8')))
  rmSync(folder, { recursive: true, force: true })
  total.passed += tests.passed
  total.failed += tests.failed
}

test([])
if (process.argv.includes('--electron')) {
  const program = electronProgram()
  if (program === null) {
    process.stderr.write('No Electron program here: `npm start` fetches it where it can.\n')
    total.failed++
  } else test(['build/e2e/app/journey', 'build/e2e/app/trouble', 'build/e2e/app/workspace'], { JPF_ELECTRON: program })
}

process.exitCode = total.failed > 0 ? 1 : 0
process.stdout.write(`${total.passed} passed, ${total.failed} failed\n`)
