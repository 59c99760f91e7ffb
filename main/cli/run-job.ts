import { mkdir, readFile, stat, writeFile } from 'node:fs/promises'
import { join, resolve } from 'node:path'
import { EngineError, type Progress } from '../../engine/contract.ts'
import { openNodeDatabase } from '../../engine/host/node.ts'
import { manifest, modelInForce } from '../../engine/manifest.ts'
import type { Pack } from '../../engine/packs/pack.ts'
import { runTables, tableText } from '../../engine/report/files.ts'
import { type RunOutput, run } from '../../engine/run.ts'
import type { Database } from '../../engine/sql/database.ts'
import { allEvidence } from '../../engine/view/evidence.ts'
import { evidenceBytes } from '../../engine/view/evidence-file.ts'
import type { Surroundings } from './command.ts'
import { nodeFolder } from './folder.ts'
import { openPack } from './pack.ts'
import { writePieces } from './pieces.ts'
import type { RunOptions } from './run.ts'
import { summaryText } from './summary.ts'

const IDENTITY = 'identity.csv'

const readIdentity = async (folder: string | null): Promise<Uint8Array | null> => {
  if (folder === null) return null
  return await readFile(join(folder, IDENTITY)).catch(() => {
    throw new EngineError('not_found', `上次结果“${folder}”里没有 ${IDENTITY}：请给出 jpf run 的输出文件夹`)
  })
}

/** Says before the work what would only fail after it. */
const checkOut = async (folder: string): Promise<void> => {
  const status = await stat(folder).catch(() => null)
  if (status && !status.isDirectory())
    throw new EngineError('not_found', `“${folder}”是一个文件，不能作为输出文件夹：请换一个路径`)
}

const json = (value: unknown): string => `${JSON.stringify(value, null, 1)}\n`

const writeOutputs = async (
  db: Database,
  pack: Pack,
  output: RunOutput,
  options: RunOptions,
  report: Surroundings['progress'],
): Promise<void> => {
  await mkdir(options.out, { recursive: true })
  const tables = runTables(pack, output.features, output.full, options.plain)
  for (const [done, table] of tables.entries()) {
    report({ stage: 'report', done, total: tables.length + 1, note: table.file })
    await writePieces(join(options.out, table.file), tableText(db, table))
  }
  report({ stage: 'report', done: tables.length, total: tables.length + 1, note: 'evidence.bin' })
  for (const statement of allEvidence(output.model, [...output.features.columns.values()])) db.run(statement)
  await writePieces(join(options.out, 'evidence.bin'), evidenceBytes(db, output.people.households))
  await writeFile(join(options.out, 'model.json'), json(modelInForce(pack, options.asOf)))
}

/** Seconds each stage took, by the order in which it first reported. */
class Stopwatch {
  private readonly seconds = new Map<string, number>()
  private last = performance.now()
  private stage = 'extract'

  see(stage: string): void {
    const now = performance.now()
    this.seconds.set(this.stage, (this.seconds.get(this.stage) ?? 0) + (now - this.last) / 1000)
    this.last = now
    this.stage = stage
  }

  times(): Record<string, number> {
    this.see('end')
    return Object.fromEntries([...this.seconds].map(([stage, seconds]) => [stage, Number(seconds.toFixed(3))]))
  }
}

/** Runs the main job in this process and writes its outputs to a folder. */
export const runJob = async (options: RunOptions, { print, progress, signal }: Surroundings): Promise<void> => {
  const pack = await openPack(options.pack)
  const files = await nodeFolder(options.folder)
  const previous = await readIdentity(options.previous)
  await checkOut(options.out)
  const db = await openNodeDatabase()
  const watch = new Stopwatch()
  const onProgress = (step: Progress): void => {
    watch.see(step.stage)
    progress(step)
  }
  try {
    const output = await run({ db, pack, files, asOf: options.asOf, previous, onProgress, signal })
    await writeOutputs(db, pack, output, options, onProgress)
    const record = manifest(db, pack, output)
    await writeFile(join(options.out, 'manifest.json'), json(record))
    await writeFile(
      join(options.out, 'timings.json'),
      json({ folder: resolve(options.folder), pack: options.pack, memory: db.memory(), seconds: watch.times() }),
    )
    print(
      options.json
        ? json({ ...record, inputs: record.inputs.length, delivered: record.delivered.length })
        : summaryText(pack, record),
    )
  } finally {
    db.close()
  }
}
