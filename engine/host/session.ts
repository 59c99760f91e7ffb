import { EngineError, type SourceFile } from '../contract.ts'
import type { manifest } from '../manifest.ts'
import type { Pack } from '../packs/pack.ts'
import type { PeopleSummary } from '../people/summary.ts'
import type { Deliveries } from '../rules/delivery.ts'
import type { Model } from '../rules/model.ts'
import type { Column } from '../rules/plan.ts'
import type { Database } from '../sql/database.ts'

/** A county that has been scored and is open for questions. */
export interface Session {
  db: Database
  pack: Pack
  packFiles: ReadonlyMap<string, string>
  model: Model
  deliveries: Deliveries
  people: PeopleSummary
  columns: ReadonlyMap<string, Column>
  /** Full Alkire–Foster score in the units of `raw.poverty`. */
  full: number
  /** The extracts; empty where the session came from a workspace. */
  files: readonly SourceFile[]
  record: ReturnType<typeof manifest>
  /** The order last asked for. */
  listing: { handle: number; hids: Int32Array } | null
}

/** Where a host keeps the one open session between requests. */
export interface Desk {
  session: Session | null
  /** Where single files are tried out before they are loaded. */
  bench?: Database
}

/** The open session. Throws `not_found` where none is open. */
export const needSession = ({ desk }: { desk: Desk }): Session => {
  if (desk.session === null) throw new EngineError('not_found', '还没有打开数据：请先打开部门数据或工作区')
  return desk.session
}
