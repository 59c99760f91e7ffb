import type { Cell, Row } from '../../engine/sql/database.ts'
import { type County, columnFacts, type HouseholdRow, type Key, type PersonRow } from './county.ts'
import { dayOf, monthOf, schoolYearOf, yearOf } from './dates.ts'

/** Whether a time cell lies not after as-of; blank counts as visible. */
const visibleAt = (cell: Cell, type: string, asOf: number): boolean => {
  if (cell === null) return true
  switch (type) {
    case 'date':
    case 'datetime':
      return dayOf(String(cell)) <= asOf
    case 'month':
      return Number(cell) <= monthOf(asOf)
    case 'year':
      return Number(cell) <= yearOf(asOf)
    case 'schoolyear':
      return Number(cell) <= schoolYearOf(asOf)
    default:
      throw new Error(`a time column cannot be ${type}`)
  }
}

const ordered = (a: Cell, b: Cell): number => {
  if (a === b) return 0
  if (a === null) return -1
  if (b === null) return 1
  return a < b ? -1 : 1
}

/** Looks up people and the visible rows of each. */
export class Register {
  readonly asOf: number
  private readonly byKey = new Map<Key, PersonRow>()
  private readonly memberLists = new Map<number, PersonRow[]>()
  private readonly recentLists = new Map<number, PersonRow[]>()
  private readonly byHid = new Map<number, HouseholdRow>()
  private readonly visible = new Map<string, Map<Key, Row[]>>()

  constructor(private readonly county: County) {
    this.asOf = dayOf(county.asOf)
    for (const household of county.households) this.byHid.set(household.hid, household)
    for (const person of county.persons) {
      this.byKey.set(person.pk, person)
      if (person.hid === null) continue
      if (person.member) this.append(this.memberLists, person.hid, person)
      else if (person.recent) this.append(this.recentLists, person.hid, person)
    }
  }

  person(pk: Key): PersonRow | undefined {
    return this.byKey.get(pk)
  }

  household(hid: number): HouseholdRow | undefined {
    return this.byHid.get(hid)
  }

  /** The household of a person; null for none and for one that is dissolved. */
  householdOf({ hid }: PersonRow): number | null {
    return hid !== null && this.byHid.has(hid) ? hid : null
  }

  members(hid: number): readonly PersonRow[] {
    return this.memberLists.get(hid) ?? []
  }

  /** Persons who left the household within 24 months. */
  recent(hid: number): readonly PersonRow[] {
    return this.recentLists.get(hid) ?? []
  }

  /** Visible rows of a person. */
  rows(category: string, pk: Key): readonly Row[] {
    const index = this.visible.get(category) ?? this.indexed(category)
    this.visible.set(category, index)
    return index.get(pk) ?? []
  }

  /** Order of newness: time, upd_time, source, row. */
  newness(category: string, a: Row, b: Row): number {
    const { time, columns } = this.county.category(category)
    const order = [time, columns.has('upd_time') ? 'upd_time' : null, '_src', '_row']
    for (const column of order) {
      const found = column === null ? 0 : ordered(a[column] ?? null, b[column] ?? null)
      if (found !== 0) return found
    }
    return 0
  }

  private indexed(category: string): Map<Key, Row[]> {
    const facts = this.county.category(category)
    const { person, time } = facts
    if (person === null) throw new Error(`${category} has no person column`)
    const type = time === null ? null : columnFacts(facts, time).type
    const index = new Map<Key, Row[]>()
    for (const row of this.county.rows(category)) {
      const pk = row[person] ?? null
      if (pk === null) continue
      if (time !== null && type !== null && !visibleAt(row[time] ?? null, type, this.asOf)) continue
      this.append(index, pk as Key, row)
    }
    return index
  }

  private append<K, V>(lists: Map<K, V[]>, key: K, value: V): void {
    const list = lists.get(key)
    if (list) list.push(value)
    else lists.set(key, [value])
  }
}
