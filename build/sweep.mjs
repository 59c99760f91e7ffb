import { spawnSync } from 'node:child_process'
import { join } from 'node:path'
import { MISSING, obtainChromium } from './chromium.mjs'
import { ROOT } from './launch.mjs'

const chromium = obtainChromium()
if (chromium === null) {
  process.stderr.write(`${MISSING}\n`)
  process.exit(1)
}

const { status } = spawnSync(
  process.execPath,
  [join(ROOT, 'node_modules/vitest/vitest.mjs'), 'run', '--config', 'build/sweep/vitest.config.ts', ...process.argv.slice(2)],
  { cwd: ROOT, stdio: 'inherit', env: { ...process.env, CHROME_PATH: chromium } },
)
process.exitCode = status ?? 1
