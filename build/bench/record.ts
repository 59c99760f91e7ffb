import { closeSync, mkdirSync, openSync, rmSync, writeFileSync, writeSync } from 'node:fs'
import { join } from 'node:path'
import type { Progress } from '../../engine/contract.ts'
import { openNodeDatabase } from '../../engine/host/node.ts'
import { builtinPack } from '../../engine/packs/index.ts'
import { run } from '../../engine/run.ts'
import type { Database } from '../../engine/sql/database.ts'
import { householdEvidence } from '../../engine/view/evidence.ts'
import { nodeFolder } from '../../main/cli/folder.ts'
import { CHUNKS, type Entry, labelOf, PHASES, type Phase, type Recording, STATEMENTS, SUMMARY } from './recorded.ts'

const EVIDENCE_OF = 20

/** Passes every call on to a database and writes it down, with the bytes of staged files beside. */
class Recorder {
  phase: Phase = 'load'
  note = ''
  bytes = 0
  /** Milliseconds spent in calls, writing them down included. */
  spent = 0
  private readonly lines: number

  constructor(
    private readonly inner: Database,
    private readonly out: string,
  ) {
    rmSync(out, { recursive: true, force: true })
    mkdirSync(join(out, CHUNKS), { recursive: true })
    this.lines = openSync(join(out, STATEMENTS), 'w')
  }

  /** A call that fails is not kept: what the engine does about it is. */
  private call<T>(kind: Entry['kind'], text: string, act: () => T): T {
    const begun = performance.now()
    try {
      const result = act()
      const label = kind === 'run' || kind === 'rows' ? `${labelOf(text)} ${this.note}`.trim() : ''
      writeSync(this.lines, `${JSON.stringify({ phase: this.phase, kind, label, text } satisfies Entry)}\n`)
      return result
    } finally {
      this.spent += performance.now() - begun
    }
  }

  /** During a load the category whose table was made last says more than the progress, which comes afterwards. */
  private follow(text: string): void {
    if (this.phase !== 'load') return
    const category = /^CREATE OR REPLACE TABLE "raw"\."(\w+)" \(/.exec(text)?.[1]
    if (category !== undefined) this.note = category
  }

  readonly database = (): Database => ({
    run: (statement) => {
      this.follow(statement.text)
      this.call('run', statement.text, () => this.inner.run(statement))
    },
    rows: (query) => this.call('rows', query.text, () => this.inner.rows(query)),
    arrow: (query) => this.call('run', query.text, () => this.inner.arrow(query)),
    insert: (table, ipc) => this.inner.insert(table, ipc),
    stage: (name, bytes) =>
      this.call('stage', name, () => {
        writeFileSync(join(this.out, CHUNKS, name), bytes)
        this.bytes += bytes.byteLength
        this.inner.stage(name, bytes)
      }),
    unstage: (name) => this.call('unstage', name, () => this.inner.unstage(name)),
    memory: () => this.inner.memory(),
    close: () => this.inner.close(),
  })

  close(recording: Recording): void {
    closeSync(this.lines)
    writeFileSync(join(this.out, SUMMARY), JSON.stringify(recording))
  }
}

/** Runs a folder of extracts through the engine once and keeps every statement and all normalised CSV in `out`. */
export const record = async (
  folder: string,
  asOf: string,
  out: string,
  onProgress: (progress: Progress) => void,
): Promise<Recording> => {
  const pack = builtinPack('pinghu')
  const inner = await openNodeDatabase()
  const recorder = new Recorder(inner, out)
  const db = recorder.database()
  const begun = performance.now()
  let extract = 0
  const follow = (progress: Progress): void => {
    const { stage, note } = progress
    const phase = PHASES.find((one) => one === stage)
    if (phase && phase !== 'load') {
      if (recorder.phase === 'load') extract = performance.now() - begun - recorder.spent
      recorder.phase = phase
      recorder.note = note
    }
    onProgress(progress)
  }
  const files = await nodeFolder(folder)
  const output = await run({ db, pack, files, asOf, previous: null, onProgress: follow, signal: new AbortController().signal })
  recorder.phase = 'evidence'
  const columns = [...output.features.columns.values()]
  const { households, persons } = output.people
  for (let index = 0; index < Math.min(EVIDENCE_OF, households); index++) {
    const hid = (index * 7_919 + 17) % households
    recorder.note = `household ${hid}`
    householdEvidence(db, output.model, columns, hid)
  }
  const rows = [...output.deliveries.values()].reduce((sum, delivery) => sum + delivery.rows, 0)
  const recording = { households, persons, rows, bytes: recorder.bytes, extract }
  recorder.close(recording)
  inner.close()
  return recording
}
