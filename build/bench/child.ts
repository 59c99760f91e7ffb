import { generateCounty } from '../../sample-data/generate.ts'
import { type NodeEngine, openEngine, readEntries } from './node.ts'
import { record } from './record.ts'
import { replay } from './replay.ts'

/** Work for a process of its own, whose memory ends with it. */
export type Task =
  | { kind: 'generate'; households: number; asOf: string; out: string }
  | { kind: 'record'; folder: string; asOf: string; out: string }
  | { kind: 'replay'; engine: NodeEngine; recording: string }

const say = (text: string) => process.stderr.write(`\r\x1b[K${text}`)

const perform = async (task: Task): Promise<unknown> => {
  switch (task.kind) {
    case 'generate':
      return generateCounty({ ...task, seed: 1, dirt: 0.02, months: 12 }, (done, total) => say(`generate ${done}/${total}`)).rows
    case 'record':
      return record(task.folder, task.asOf, task.out, ({ stage, note }) => say(`record ${stage} ${note}`))
    case 'replay':
      return replay(readEntries(task.recording), await openEngine(task.engine, task.recording), (phase) =>
        say(`${task.engine} ${phase}`),
      )
  }
}

process.once('message', async (task: Task) => {
  const answer = await perform(task)
  say('')
  process.send?.(answer, undefined, undefined, () => process.exit(0))
})
