import { closeSync, mkdirSync, openSync, writeSync } from 'node:fs'
import { join } from 'node:path'
import type { Household } from '../population/model.ts'

export interface Planted {
  kind: string
  file: string
  row: number
  hhNo: string
  idNo: string
  column: string
  value: string
  sheet: string
  /** Rule by which it must be found; `none` where it must be read as if nothing were; empty where neither is claimed. */
  rule: string
}

/** What was planted, for tests: `planted.csv` and `families.csv`. */
export class Truth {
  private readonly planted: number | null
  private readonly families: number | null

  constructor(folder: string | undefined) {
    if (folder === undefined) {
      this.planted = null
      this.families = null
      return
    }
    mkdirSync(folder, { recursive: true })
    this.planted = openSync(join(folder, 'planted.csv'), 'w')
    this.families = openSync(join(folder, 'families.csv'), 'w')
    writeSync(this.planted, 'kind,file,row,hh_no,id_no,column,value,sheet,rule\n')
    writeSync(this.families, 'family,town,village,hh_no,assist_hh_no,relation,id_no,name\n')
  }

  note(planted: Planted): void {
    if (this.planted === null) return
    const { kind, file, row, hhNo, idNo, column, value, sheet, rule } = planted
    writeSync(this.planted, `${[kind, file, row, hhNo, idNo, column, value, sheet, rule].map(field).join(',')}\n`)
  }

  family(household: Household): void {
    if (this.families === null) return
    for (const person of household.members) {
      const row = [
        household.planted,
        household.village.townName,
        household.village.name,
        household.hhNo,
        household.assist?.number ?? '',
        person.relation,
        person.id,
        person.name,
      ]
      writeSync(this.families, `${row.map(field).join(',')}\n`)
    }
  }

  close(): void {
    if (this.planted !== null) closeSync(this.planted)
    if (this.families !== null) closeSync(this.families)
  }
}

function field(value: string | number): string {
  const text = String(value).replaceAll('\n', '\\n')
  return /[",]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text
}
