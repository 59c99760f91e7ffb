import { createSHA256 } from 'hash-wasm'
import type { SelfTest, SourceFile } from '../contract.ts'
import { builtinNames } from '../packs/index.ts'
import { breathe } from '../run.ts'
import type { Database } from '../sql/database.ts'
import { sql } from '../sql/tag.ts'
import { adverseRows, adverseSummary, keptReviews, reviewAdverse } from '../view/adverse.ts'
import { blinds, needs } from '../view/blinds.ts'
import { dictionary } from '../view/dictionary.ts'
import { findings } from '../view/findings.ts'
import { decideLink, keptLinks, linkPairs } from '../view/links.ts'
import { listColumns, loosePersons, makeListing, neighboursOf, readListing } from '../view/listing.ts'
import { overview } from '../view/overview.ts'
import { profile } from '../view/profile.ts'
import { questionRows } from '../view/quality-detail.ts'
import { totals } from '../view/stated.ts'
import { deliveryStateJob, fileDigestsJob, reviewJob } from './delivery-jobs.ts'
import { exportAdverseJob } from './export-adverse.ts'
import { exportListJob, exportTableJob } from './export-jobs.ts'
import { exportFindingsJob } from './finding-jobs.ts'
import { inspectJob } from './mapping-jobs.ts'
import { identityJob, openJob } from './open-jobs.ts'
import { previewJob } from './preview-job.ts'
import { bookletJob, rosterJob } from './print-jobs.ts'
import type { Host, Jobs } from './protocol.ts'
import { exportTemplateJob, qualityCategoryJob, qualityJob } from './quality-jobs.ts'
import { runJob } from './run-job.ts'
import { needSession } from './session.ts'
import { importTotalsJob, stateTotalsJob } from './stated-jobs.ts'
import { restoreJob, saveJob } from './workspace-jobs.ts'

const sha256 = async (source: SourceFile): Promise<string> => {
  const hash = await createSHA256()
  for await (const chunk of source.stream()) hash.update(chunk)
  return hash.digest('hex')
}

const CHUNK = 100_000

const fill = async (database: Database, rows: number, host: Host): Promise<void> => {
  database.run(sql`CREATE TABLE self_test (key BIGINT, amount BIGINT, day DATE, name VARCHAR)`)
  for (let from = 0; from < rows; from += CHUNK) {
    const to = Math.min(from + CHUNK, rows)
    database.run(sql`INSERT INTO self_test
      SELECT range, (range * 7919) % 100003, DATE '2020-01-01' + CAST(range % 1500 AS INTEGER), md5(CAST(range AS VARCHAR))
      FROM range(${from}, ${to})`)
    host.progress({ stage: 'load', done: to, total: rows, note: '' })
    await breathe(host.signal)
  }
}

/** A function of an extension must be refused at once, without reaching for the extension. */
const refusal = (database: Database): string => {
  try {
    database.run(sql`SELECT json_extract('{}', '$.a')`)
    return ''
  } catch (error) {
    return String(error instanceof Error ? error.message : error).split('\n')[0] ?? ''
  }
}

const selfTest: Jobs['selfTest'] = async (params, host) => {
  const database = await host.openDatabase()
  try {
    const before = database.memory()
    await fill(database, params.rows, host)
    const files: SelfTest['files'] = []
    for (const source of host.files) files.push({ path: source.path, size: source.size, sha256: await sha256(source) })
    return {
      version: String(database.rows(sql`SELECT version() AS version`)[0]?.version),
      extensions: database
        .rows<{ name: string }>(sql`SELECT extension_name AS name FROM duckdb_extensions() WHERE loaded ORDER BY name`)
        .map((row) => row.name),
      refusal: refusal(database),
      rows: database.rows<SelfTest['rows'][number]>(sql`
        SELECT key % 7 AS key, CAST(sum(amount) AS BIGINT) AS amount, max(day) AS day, min(name) AS name
        FROM self_test GROUP BY ALL ORDER BY key`),
      memory: { before, after: database.memory() },
      files,
    }
  } finally {
    database.close()
  }
}

/** The one table of jobs; each host serves it through its own door. */
export const jobs: Jobs = {
  packs: async () => builtinNames(),
  open: openJob,
  identity: identityJob,
  overview: async ({ filter }, host) => overview(needSession(host), filter),
  columns: async (_, host) => listColumns(needSession(host)),
  list: async ({ filter, sort }, host) => makeListing(needSession(host), filter, sort),
  listRows: async ({ handle, from, to, columns }, host) => readListing(needSession(host), handle, from, to, columns),
  neighbours: async ({ household }, host) => neighboursOf(needSession(host), household),
  loose: async ({ from, to }, host) => loosePersons(needSession(host), from, to),
  profile: async ({ household, plain }, host) => profile(needSession(host), household, plain),
  findings: async ({ filter, from, to, plain }, host) => findings(needSession(host), filter, from, to, plain),
  exportFindings: exportFindingsJob,
  exportList: exportListJob,
  exportTable: exportTableJob,
  adverseSummary: async ({ region }, host) => adverseSummary(needSession(host), region),
  adverseRows: async ({ filter, from, to }, host) => adverseRows(needSession(host), filter, from, to),
  exportAdverse: exportAdverseJob,
  reviewAdverse: async ({ id, ...review }, host) => reviewAdverse(needSession(host), id, review),
  linkPairs: async ({ filter, from, to }, host) => linkPairs(needSession(host), filter, from, to),
  decideLink: async ({ id, decision }, host) => decideLink(needSession(host), id, decision),
  linkDecisions: async (_, host) => keptLinks(needSession(host)),
  adverseReviews: async (_, host) => keptReviews(needSession(host)),
  booklet: bookletJob,
  roster: rosterJob,
  save: saveJob,
  restore: restoreJob,
  quality: qualityJob,
  qualityCategory: qualityCategoryJob,
  qualityRows: async ({ category, question, from, to }, host) => questionRows(needSession(host), category, question, from, to),
  blinds: async ({ category }, host) => blinds(needSession(host), category),
  needs: async ({ kind, code }, host) => needs(needSession(host), kind, code),
  dictionary: async (_, host) => dictionary(needSession(host).pack),
  exportTemplate: exportTemplateJob,
  totals: async (_, host) => totals(needSession(host)),
  stateTotals: stateTotalsJob,
  importTotals: importTotalsJob,
  run: runJob,
  selfTest,
  fileDigests: fileDigestsJob,
  deliveryState: deliveryStateJob,
  review: reviewJob,
  inspect: inspectJob,
  previewMapping: previewJob,
}
