import type { Commands } from '../main/cli/command.ts'
import { convertCommand } from '../main/cli/convert.ts'
import { convertJob } from '../main/cli/convert-job.ts'
import { explainCommand } from '../main/cli/explain.ts'
import { explainJob } from '../main/cli/explain-job.ts'
import { importCommand } from '../main/cli/import.ts'
import { importJob } from '../main/cli/import-job.ts'
import { linkCommand } from '../main/cli/link.ts'
import { linkJob } from '../main/cli/link-job.ts'
import { main, processTerminal } from '../main/cli/main.ts'
import { runCommand } from '../main/cli/run.ts'
import { runJob } from '../main/cli/run-job.ts'
import { sampleCommand } from '../sample-data/command.ts'
import { sampleJob } from '../sample-data/job.ts'

const commands: Commands = {
  sample: sampleCommand(sampleJob),
  run: runCommand(runJob),
  explain: explainCommand(explainJob),
  convert: convertCommand(convertJob),
  link: linkCommand(linkJob),
  import: importCommand(importJob),
}

process.exitCode = await main(process.argv.slice(2), commands, processTerminal())
