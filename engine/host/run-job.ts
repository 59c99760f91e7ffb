import { createSHA256 } from 'hash-wasm'
import { manifest, modelInForce } from '../manifest.ts'
import { builtinPack } from '../packs/index.ts'
import { runTables, tableText } from '../report/files.ts'
import { run } from '../run.ts'
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

/** The main job on either host; replies with digests of what the command line would write. */
export const runJob: Jobs['run'] = async ({ pack: name, asOf, outputs, evidenceOf }, host) => {
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
    return { people: output.people, memory, evidence, files }
  } finally {
    db.close()
  }
}
