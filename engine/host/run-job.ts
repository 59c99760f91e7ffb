import { createSHA256 } from 'hash-wasm'
import { buildColour } from '../colour/colour.ts'
import { buildFeatures } from '../features/features.ts'
import { manifest, modelInForce } from '../manifest.ts'
import { builtinPack } from '../packs/index.ts'
import type { Pack } from '../packs/pack.ts'
import { runTables, tableText } from '../report/files.ts'
import type { Step } from '../rules/emit.ts'
import { ownersOf, type RunOutput, run } from '../run.ts'
import { buildScore } from '../score/score.ts'
import type { Database } from '../sql/database.ts'
import { allEvidence, householdEvidence } from '../view/evidence.ts'
import { evidenceBytes } from '../view/evidence-file.ts'
import type { Jobs, RunReply } from './protocol.ts'

const digest = async (pieces: Iterable<string | Uint8Array>): Promise<{ sha256: string; size: number }> => {
  const hash = await createSHA256()
  let size = 0
  for (const piece of pieces) {
    const bytes = typeof piece === 'string' ? new TextEncoder().encode(piece) : piece
    hash.update(bytes)
    size += bytes.byteLength
  }
  return { sha256: hash.digest('hex'), size }
}

const SCORED = new Set(['households.csv', 'features.csv', 'person_features.csv', 'indicators.csv', 'triggers.csv'])

/** Scores the loaded county again as if a category had not been delivered. */
const scoredWithout = async (
  db: Database,
  pack: Pack,
  output: RunOutput,
  category: string,
  files: RunReply['files'],
): Promise<void> => {
  const execute = async ({ statement }: Step): Promise<void> => db.run(statement)
  const deliveries = new Map([...output.deliveries].filter(([code]) => code !== category))
  const features = await buildFeatures(pack, output.model, deliveries, ownersOf(output.people), execute)
  await buildScore(pack, features, execute)
  await buildColour(pack, output.model.asOf, execute)
  for (const table of runTables(pack, features, output.full, false)) {
    if (SCORED.has(table.file)) files[`${category}/${table.file}`] = await digest(tableText(db, table))
  }
}

/** The main job on either host; replies with digests of what the command line would write. */
export const runJob: Jobs['run'] = async ({ pack: name, asOf, outputs, evidenceOf, without }, host) => {
  const pack = builtinPack(name)
  const db = await host.openDatabase()
  try {
    const output = await run({
      db,
      pack,
      files: host.files,
      asOf,
      previous: null,
      onProgress: host.progress,
      signal: host.signal,
    })
    const memory = db.memory()
    const columns = [...output.features.columns.values()]
    const evidence = evidenceOf.map((hid) => {
      const begun = performance.now()
      const rows = householdEvidence(db, output.model, columns, hid).length
      return { rows, milliseconds: performance.now() - begun }
    })
    const files: RunReply['files'] = {}
    if (outputs) {
      for (const table of runTables(pack, output.features, output.full, false))
        files[table.file] = await digest(tableText(db, table))
      for (const statement of allEvidence(output.model, columns)) db.run(statement)
      files['evidence.bin'] = await digest(evidenceBytes(db, output.people.households))
      files['manifest.json'] = await digest([JSON.stringify(manifest(db, pack, output))])
      files['model.json'] = await digest([JSON.stringify(modelInForce(pack, asOf))])
    }
    for (const category of without) await scoredWithout(db, pack, output, category, files)
    return { people: output.people, memory, evidence, files }
  } finally {
    db.close()
  }
}
