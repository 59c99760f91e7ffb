import { createReadStream, writeFileSync } from 'node:fs'
import { rm } from 'node:fs/promises'
import { join } from 'node:path'
import { DuckDBInstance } from '@duckdb/node-api'
import type { Filter } from '../../engine/contract.ts'
import { openSealed } from '../../engine/host/sealed.ts'
import { builtinPack } from '../../engine/packs/index.ts'
import { decode } from '../../engine/sql/decode.ts'
import { id, sql } from '../../engine/sql/tag.ts'
import { overviewSql } from '../../engine/view/overview.ts'
import type { KeptTable } from '../../engine/view/snapshot.ts'

const NAME = 'face.csv'

/** The table behind map and charts, out of a saved workspace, as CSV; its columns with their types. */
const faceOf = async (workspace: string, passphrase: string, folder: string): Promise<KeptTable> => {
  let table: KeptTable | null = null
  let face: KeptTable | null = null
  const lines: string[] = []
  for await (const record of openSealed(createReadStream(workspace), passphrase)) {
    const length = new DataView(record.buffer, record.byteOffset).getUint32(0)
    const head = JSON.parse(new TextDecoder().decode(record.subarray(4, 4 + length))) as { kind: string; table?: KeptTable }
    if (head.table) table = head.table
    if (head.kind !== 'rows' || table?.place !== 'face') continue
    const names = table.columns.map(({ name }) => name)
    for (const row of decode(record.slice(4 + length))) lines.push(names.map((name) => String(row[name] ?? '')).join(','))
    face = table
  }
  if (face === null) throw new Error('the workspace has no face')
  writeFileSync(join(folder, NAME), `${lines.join('\n')}\n`)
  return face
}

/** Milliseconds native DuckDB with one thread takes for the statements behind each filter. */
export const nativeTimes = async (
  workspace: string,
  passphrase: string,
  folder: string,
  filters: readonly Filter[],
): Promise<number[]> => {
  const { columns } = await faceOf(workspace, passphrase, folder)
  const instance = await DuckDBInstance.create(':memory:', { threads: '1' })
  const connection = await instance.connect()
  const types = columns.map(({ name, type }) => sql`${id(name)}: ${type}`)
  await connection.run(
    sql`CREATE TABLE face AS SELECT * FROM read_csv(${join(folder, NAME)}, header = false, auto_detect = false, delim = ',', nullstr = '', columns = {${types}})`
      .text,
  )
  await rm(join(folder, NAME))
  const pack = builtinPack('pinghu')
  const times: number[] = []
  for (const filter of [...filters.slice(0, 2), ...filters]) {
    // Filters without a search or an indicator ask nothing of any database but for the statement itself.
    const statement = overviewSql({ db: null as never, pack }, filter, 9)
    const begun = performance.now()
    await (await connection.runAndReadAll(statement.text)).getRowObjects()
    times.push(performance.now() - begun)
  }
  return times.slice(2)
}
