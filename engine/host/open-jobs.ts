import { manifest } from '../manifest.ts'
import { builtinFiles, builtinPack } from '../packs/index.ts'
import { runTables, tableText } from '../report/files.ts'
import { run } from '../run.ts'
import { keepReviews } from '../view/adverse.ts'
import { buildFace } from '../view/face.ts'
import { keepLinks } from '../view/links.ts'
import { countyOf } from './county.ts'
import type { Jobs } from './protocol.ts'
import { needSession } from './session.ts'
import { takeStated } from './stated-jobs.ts'

/** Runs every stage on the offered files and keeps the county open. */
export const openJob: Jobs['open'] = async ({ pack: name, asOf, previous, reviews = [], links = [], templates }, host) => {
  const pack = builtinPack(name)
  host.desk.session?.db.close()
  host.desk.session = null
  const db = await host.openDatabase()
  try {
    const { files, progress: onProgress, signal } = host
    const output = await run({ db, pack, files, asOf, previous, templates, onProgress, signal })
    const { model, deliveries, people, full } = output
    const { columns } = output.features
    const record = manifest(db, pack, output)
    buildFace(db, pack)
    keepReviews(db, reviews)
    keepLinks(db, links)
    host.desk.session = {
      db,
      pack,
      packFiles: builtinFiles(name),
      model,
      deliveries,
      people,
      columns,
      full,
      files,
      record,
      listing: null,
    }
    await takeStated(host.desk.session)
  } catch (error) {
    host.desk.session = null
    db.close()
    throw error
  }
  return countyOf(host.desk.session)
}

/** `identity.csv` of the open county: the same numbers for the same people in the next run. */
export const identityJob: Jobs['identity'] = async (_, host) => {
  const { db, pack, columns, full } = needSession(host)
  const table = runTables(pack, { columns }, full, false).find(({ file }) => file === 'identity.csv')
  if (!table) throw new Error('no identity table')
  return new TextEncoder().encode([...tableText(db, table)].join(''))
}
