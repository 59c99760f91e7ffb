import { join } from 'node:path'
import { main, processTerminal } from '../main/cli/main.ts'
import { runCommand } from '../main/cli/run.ts'
import { runJob } from '../main/cli/run-job.ts'

const ROOT = join(import.meta.dirname, '../../../..')
const OUT = join(ROOT, 'build/out/county')

// Until there is an app to open, the main job runs on the sample county.
const county = ['run', join(ROOT, 'sample-data/county'), '--as-of', '2025-05-18', '--out', OUT]
process.exitCode = await main(county, { run: runCommand(runJob) }, processTerminal())
