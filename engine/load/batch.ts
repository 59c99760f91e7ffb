import type { Database } from '../sql/database.ts'
import { sql } from '../sql/tag.ts'

const BATCH_RECORDS = 600_000

/** Groups appends into transactions: compressing a table's tail once per batch takes half the time of once per chunk. */
export class Batch {
  private records = 0
  private active = false

  constructor(private readonly db: Database) {}

  open(): void {
    if (!this.active) this.db.run(sql`BEGIN`)
    this.active = true
  }

  add(records: number): void {
    this.records += records
    if (this.records >= BATCH_RECORDS) this.close()
  }

  /** Gives up an unfinished batch after a statement failed. */
  abandon(): void {
    if (this.active) this.db.run(sql`ROLLBACK`)
    this.active = false
    this.records = 0
  }

  close(): void {
    if (this.active) this.db.run(sql`COMMIT`)
    this.active = false
    this.records = 0
  }
}
