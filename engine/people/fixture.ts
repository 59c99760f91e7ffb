import { openNodeDatabase } from '../host/node.ts'
import type { Delivery } from '../rules/delivery.ts'
import type { Database } from '../sql/database.ts'
import { id, join, Sql, type SqlValue, sql } from '../sql/tag.ts'
import { buildPeople } from './people.ts'
import type { PeoplePack } from './rules.ts'

/** Columns of the hand-made categories: name and DuckDB type; the first is the linking column. */
const CATEGORIES: Record<string, readonly string[]> = {
  REG: [
    'id_no BIGINT',
    'name VARCHAR',
    'sex VARCHAR',
    'birth_date DATE',
    'addr VARCHAR',
    'region12 VARCHAR',
    'hh_no VARCHAR',
    'rel VARCHAR',
    'upd TIMESTAMP',
  ],
  KIN: [
    'id_no BIGINT',
    'hh_no VARCHAR',
    'head_id_no BIGINT',
    'name VARCHAR',
    'rel VARCHAR',
    'father BIGINT',
    'mother BIGINT',
    'upd TIMESTAMP',
  ],
  CITY: [
    'id_no BIGINT',
    'name VARCHAR',
    'sex VARCHAR',
    'birth_date DATE',
    'hh_no VARCHAR',
    'rel VARCHAR',
    'region12 VARCHAR',
    'upd TIMESTAMP',
  ],
  GONE: ['id_no BIGINT', 'name VARCHAR', 'hh_no VARCHAR', 'date DATE'],
  AID: [
    'id_no BIGINT',
    'file VARCHAR',
    'head_id_no BIGINT',
    'name VARCHAR',
    'rel VARCHAR',
    'single BOOLEAN',
    'status VARCHAR',
    'start DATE',
    'stop DATE',
    'region12 VARCHAR',
    'upd TIMESTAMP',
  ],
  EDGE: [
    'id_no BIGINT',
    'file VARCHAR',
    'head_id_no BIGINT',
    'name VARCHAR',
    'rel VARCHAR',
    'status VARCHAR',
    'start DATE',
    'stop DATE',
    'region12 VARCHAR',
    'upd TIMESTAMP',
  ],
  CARE: [
    'id_no BIGINT',
    'file VARCHAR',
    'name VARCHAR',
    'status VARCHAR',
    'start DATE',
    'stop DATE',
    'region12 VARCHAR',
    'upd TIMESTAMP',
  ],
  WIDE: ['id_no BIGINT', 'name VARCHAR', 'status VARCHAR', 'start DATE', 'stop DATE', 'place VARCHAR'],
  NEWCOMER: ['id_no BIGINT', 'name VARCHAR', 'addr VARCHAR', 'landlord VARCHAR', 'region12 VARCHAR', 'upd TIMESTAMP'],
  POOR: ['id_no BIGINT', 'file VARCHAR', 'head_id_no BIGINT', 'name VARCHAR', 'rel VARCHAR', 'upd TIMESTAMP'],
  CLINIC: ['id_no BIGINT', 'name VARCHAR'],
  METER: ['id_no BIGINT', 'kwh BIGINT'],
}

const register = { household: 'hh_no', relation: 'rel', updated: 'upd' }
const ledger = { household: 'file', status: 'status', start: 'start', end: 'stop', region: 'region12', updated: 'upd' }

export const PACK: PeoplePack = {
  county: '990001',
  syntheticPrefix: '990009',
  categories: Object.entries(CATEGORIES).map(([code, columns]) => ({
    code,
    name: `${code}表`,
    person: 'id_no',
    columns: columns.map((text) => ({ name: text.split(' ')[0] as string })),
  })),
  regions: {
    towns: [
      { code12: '990001101000', name: '东镇' },
      { code12: '990001102000', name: '西镇' },
    ],
    villages: [
      { code12: '990001101201', name: '一村', town: '990001101000' },
      { code12: '990001101202', name: '二村', town: '990001101000' },
      { code12: '990001102201', name: '三村', town: '990001102000' },
    ],
    history: [
      { old: '990001103', new: '990001102' },
      { old: '990001103299', new: '990001101202' },
    ],
  },
  people: {
    registers: [
      { ...register, category: 'KIN', head: 'head_id_no' },
      { ...register, category: 'CITY', head: null },
      { ...register, category: 'REG', head: null },
    ],
    former: [{ category: 'GONE', household: 'hh_no', head: null, relation: null, updated: 'date' }],
    vital: [
      { category: 'REG', name: 'name', birth: 'birth_date', sex: 'sex' },
      { category: 'CITY', name: 'name', birth: 'birth_date', sex: 'sex' },
      { category: 'KIN', name: 'name', birth: null, sex: null },
    ],
    nameColumn: 'name',
    parents: { category: 'KIN', father: 'father', mother: 'mother', updated: 'upd' },
    headCodes: ['02', '01'],
    applicantCodes: ['01', '02'],
    collective: { marks: [{ category: 'REG', column: 'addr', contains: '集体户' }], minPersons: 6 },
    assistance: [
      { ...ledger, category: 'CARE', head: null, relation: null, single: null, inForce: ['1'], validMonths: null },
      {
        ...ledger,
        category: 'AID',
        head: 'head_id_no',
        relation: 'rel',
        single: 'single',
        inForce: ['1', '2'],
        validMonths: null,
      },
      { ...ledger, category: 'EDGE', head: 'head_id_no', relation: 'rel', single: null, inForce: ['1'], validMonths: 12 },
    ],
    otherLedgers: [
      { ledger: 'AID', category: 'WIDE', status: 'status', inForce: ['1'], start: 'start', end: 'stop', county: 'place' },
    ],
    migrants: [{ category: 'NEWCOMER', address: 'addr', householder: 'landlord', updated: 'upd' }],
    listHouseholds: [
      { ...register, household: 'file', category: 'AID', head: 'head_id_no' },
      { ...register, household: 'file', category: 'POOR', head: 'head_id_no' },
    ],
    regions: [
      { category: 'CITY', column: 'region12' },
      { category: 'REG', column: 'region12' },
      { category: 'NEWCOMER', column: 'region12' },
    ],
    adultAge: 18,
    recentMonths: 24,
  },
}

export const AS_OF = '2025-05-18'

const WEIGHTS = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2]

/** Person key of a valid made-up number: birth `YYYYMMDD`, sequence (odd = male), six leading digits. */
export const person = (birth: string, sequence: number, region = '990001'): bigint => {
  const first = `${region}${birth}${String(sequence).padStart(3, '0')}`
  const sum = WEIGHTS.reduce((total, weight, index) => total + weight * Number(first[index]), 0)
  return BigInt(first) * 11n + BigInt((12 - (sum % 11)) % 11)
}

export type Line = Record<string, string | number | bigint | boolean | null>
export type Lines = Record<string, readonly Line[]>

/** Fills the typed tables of the categories named, as load would; a category that is not named is not delivered. */
export const deliver = (db: Database, lines: Lines, absence: Absence = []) => {
  const deliveries = new Map<string, Delivery>()
  let source = 0
  db.run(sql`CREATE OR REPLACE TABLE finding (src USMALLINT, row INTEGER, category VARCHAR, column_name VARCHAR, rule VARCHAR, severity VARCHAR,
    text VARCHAR, message VARCHAR)`)
  db.run(sql`CREATE OR REPLACE TABLE absence (pk BIGINT, state VARCHAR, date DATE)`)
  if (absence.length > 0)
    db.run(
      sql`INSERT INTO absence VALUES ${join(
        absence.map(([pk, state, date]) => sql`(${pk}, ${state}, ${date})`),
        sql`, `,
      )}`,
    )
  for (const code of Object.keys(CATEGORIES)) {
    db.run(sql`DROP TABLE IF EXISTS ${id(`raw.${code}`)}`)
    const rows = lines[code]
    if (!rows) continue
    const columns = CATEGORIES[code] ?? []
    const names = columns.map((text) => text.split(' ')[0] as string)
    db.run(sql`CREATE TABLE ${id(`raw.${code}`)} (${new Sql(columns.join(', '))}, _src USMALLINT, _row INTEGER)`)
    const values = rows.map((row, index) => {
      const cells: SqlValue[] = names.map((name) => row[name] ?? null)
      return sql`(${join(
        cells.map((cell) => sql`${cell}`),
        sql`, `,
      )}, ${source}, ${index + 2})`
    })
    if (values.length > 0) db.run(sql`INSERT INTO ${id(`raw.${code}`)} VALUES ${join(values, sql`, `)}`)
    deliveries.set(code, { columns: new Set(names), newest: null, rows: rows.length })
    source++
  }
  return deliveries
}

export type Absence = readonly (readonly [bigint, string, string | null])[]

export const father = person('19700101', 1)
export const mother = person('19720202', 2)
export const child = person('20100303', 3)
export const grandma = person('19450404', 4)
export const labels = { father, mother, child, grandma }

/** A row of the kinship register. */
export const kin = (pk: bigint, number: string, rel: string, more: Line = {}): Line => ({
  id_no: pk,
  hh_no: number,
  rel,
  name: `名${pk % 1000n}`,
  ...more,
})

/** A row of an assistance ledger, in force. */
export const aid = (pk: bigint, file: string, more: Line = {}): Line => ({
  id_no: pk,
  file,
  status: '1',
  start: '2024-01-01',
  ...more,
})

export const FAMILY = [
  kin(father, '100', '02', { head_id_no: father }),
  kin(mother, '100', '10', { head_id_no: father }),
  kin(child, '100', '20', { head_id_no: father, father, mother }),
  kin(grandma, '100', '52', { head_id_no: father }),
]

/** A database with the questions the tests ask. */
export const openCounty = async () => {
  const db = await openNodeDatabase()
  const everyHome = sql`(SELECT * FROM household UNION ALL SELECT * FROM dissolved)`
  return {
    db,
    close: () => db.close(),
    build: (lines: Lines, absence: Absence = [], previous: string | null = null) =>
      buildPeople(db, PACK, deliver(db, lines, absence), { asOf: AS_OF, salt: 'salt', previous }),
    /** Households as sorted lists of the labels of their people, `-` before those who left. */
    homes: (names: Record<string, bigint>) => {
      const label = new Map(Object.entries(names).map(([name, pk]) => [String(pk), name]))
      const groups = new Map<number, string[]>()
      for (const { hid, pk, member } of db.rows<{ hid: number; pk: number | bigint; member: boolean }>(
        sql`SELECT hid, pk, member FROM person`,
      )) {
        const name = label.get(String(pk)) ?? String(pk)
        groups.set(hid, [...(groups.get(hid) ?? []), member ? name : `-${name}`])
      }
      return [...groups.values()].map((one) => one.sort().join(' ')).sort()
    },
    one: (pk: bigint) => db.rows(sql`SELECT * FROM person WHERE pk = ${pk}`)[0],
    homeOf: (pk: bigint) => db.rows(sql`SELECT h.* FROM ${everyHome} AS h JOIN person USING (hid) WHERE pk = ${pk}`)[0],
    headOf: (pk: bigint) =>
      String(db.rows(sql`SELECT h.head FROM ${everyHome} AS h JOIN person USING (hid) WHERE pk = ${pk}`)[0]?.head),
    conflicts: () => db.rows(sql`SELECT kind, chosen, other, category, src, row FROM conflict ORDER BY ALL`),
    findings: () => db.rows(sql`SELECT rule, src, row, category FROM finding ORDER BY ALL`),
  }
}
