import { EMPTY, id, join, type Sql, sql } from '../sql/tag.ts'
import type { Model, ModelCategory } from './model.ts'
import type { Column, MemberAggregate, PlannedAtom, Scope } from './plan.ts'
import { calendar, rowOrder, visible } from './rows.ts'
import type { Compiled } from './shape.ts'

/** A statement of a plan with what it does, for progress. */
export interface Step {
  note: string
  statement: Sql
}

/** Runs one statement of a stage; reports progress and honours cancelling between statements. */
export type Execute = (step: Step) => Promise<void>

/** Statements that compute columns, the table each column ends in, and the tables to drop when all is done. */
export interface Emitted {
  steps: Step[]
  /** Tables of finished columns in order of their stage. */
  tables: { name: string; scope: Scope; columns: readonly Column[] }[]
}

interface AtomTable {
  table: string
  names: string[]
}

const JOINS_AT_ONCE = 12
const AGGREGATES_AT_ONCE = 24
const OWNERS_AT_ONCE = 200_000

/** A share of the owners, by their key. */
interface Slice {
  of: number
  part: number
}

const sliced = (table: Sql, key: Sql, { of, part }: Slice): Sql =>
  of === 1 ? table : sql`(SELECT * FROM ${table} WHERE abs(${key}) % ${of} = ${part})`

const KEY: Record<Scope, Sql> = { person: sql`pk`, household: sql`hid` }

/** The physical columns one compiled value is kept in. */
const physical = (name: string, value: Compiled): [name: string, sql: Sql][] => {
  const columns: [string, Sql][] = value.lo && value.hi ? [] : [[name, value.sql]]
  if (value.lo && value.hi) columns.push([`${name}__lo`, value.lo], [`${name}__hi`, value.hi])
  if (value.none) columns.push([`${name}__none`, value.none])
  return columns
}

/** The value of a bounded column once its ends are kept. */
const settled = (column: Column): Sql[] =>
  column.compiled.lo
    ? [
        sql`CASE WHEN ${id(`${column.name}__lo`)} = ${id(`${column.name}__hi`)} THEN ${id(`${column.name}__lo`)} END AS ${id(column.name)}`,
      ]
    : []

/** Every physical column another query may read. */
export const referenced = (column: Column): Sql[] => [
  id(column.name),
  ...(column.compiled.lo ? [id(`${column.name}__lo`), id(`${column.name}__hi`)] : []),
  ...(column.compiled.none ? [id(`${column.name}__none`)] : []),
]

const named = ([name, value]: [string, Sql]): Sql => sql`${value} AS ${id(name)}`

/**
 * Turns compiled columns into statements over tables `person`, `household` and `raw.<category>`.
 * Tables made are `raw.<prefix>p0`, `raw.<prefix>h1`, …; `base` names where columns with stage -1 stand.
 */
export class Emitter {
  private readonly at
  private readonly steps: Step[] = []
  private readonly tables: Emitted['tables'] = []

  constructor(
    private readonly model: Model,
    private readonly prefix: string,
    private readonly present: Readonly<Record<Scope, Sql>>,
    /** How many persons and households there are, so that no statement takes too many at once. */
    private readonly owners: Readonly<Record<Scope, number>>,
  ) {
    this.at = calendar(model.asOf)
  }

  emit(columns: readonly Column[]): Emitted {
    const last = Math.max(-1, ...columns.map((column) => column.stage))
    for (let stage = 0; stage <= last; stage++) {
      const mine = columns.filter((column) => column.stage === stage)
      if (mine.length > 0) this.stage(stage, stage % 2 === 0 ? 'person' : 'household', mine)
    }
    return { steps: this.steps, tables: this.tables }
  }

  private stage(stage: number, scope: Scope, columns: readonly Column[]): void {
    const groups = this.gathered(stage, scope, [...this.atomTables(stage, scope, columns), ...this.memberTables(stage, columns)])
    const table = `raw.${this.prefix}${scope === 'person' ? 'p' : 'h'}${stage}`
    const of = Math.max(1, Math.ceil(this.owners[scope] / OWNERS_AT_ONCE))
    for (let part = 0; part < of; part++) {
      const select = this.select(stage, scope, columns, groups, { of, part })
      const into = part === 0 ? sql`CREATE OR REPLACE TABLE ${id(table)} AS ${select}` : sql`INSERT INTO ${id(table)} ${select}`
      this.steps.push({ note: `${scope} ${stage}`, statement: into })
    }
    for (const group of groups) this.drop(group.table)
    this.tables.push({ name: table, scope, columns })
  }

  /** The columns of one stage for one slice of its owners. */
  private select(stage: number, scope: Scope, columns: readonly Column[], groups: readonly AtomTable[], slice: Slice): Sql {
    const joins: Sql[] = []
    const carried: Sql[] = []
    groups.forEach(({ table, names }, index) => {
      const alias = id(`g${index}`)
      joins.push(sql`LEFT JOIN ${sliced(id(table), sql`k`, slice)} ${alias} ON ${alias}.k = b.${KEY[scope]}`)
      carried.push(...names.map((name) => sql`${alias}.${id(name)}`))
    })
    if (scope === 'person') this.parentJoins(columns, joins, carried)
    this.earlier(stage, scope, columns, joins, carried, slice)
    const owners = sliced(scope === 'person' ? sql`person` : sql`household`, KEY[scope], slice)
    const base =
      scope === 'person'
        ? sql`SELECT b.pk, b.hid, b.member, b.recent, b.birth, b.sex, b.relation ${comma(carried)} FROM ${owners} b ${join(joins, sql` `)}`
        : sql`SELECT b.hid, b.size AS household_size ${comma(carried)} FROM ${owners} b ${join(joins, sql` `)}`
    const keys = scope === 'person' ? [sql`pk`, sql`hid`, sql`member`, sql`recent`] : [sql`hid`]
    return sql`SELECT ${[...keys, ...columns.flatMap(referenced)]} FROM (${this.levels(base, columns)}) levels`
  }

  /** Every join holds a table of its own in memory, so many are taken a few at a time. */
  private gathered(stage: number, scope: Scope, groups: AtomTable[]): AtomTable[] {
    if (groups.length <= JOINS_AT_ONCE) return groups
    const gathered: AtomTable[] = []
    for (let from = 0; from < groups.length; from += JOINS_AT_ONCE) {
      const few = groups.slice(from, from + JOINS_AT_ONCE)
      const table = `raw.${this.prefix}g${stage}_${gathered.length}`
      const names = few.flatMap((group) => group.names)
      const joins = few.map(
        (group, index) => sql`LEFT JOIN ${id(group.table)} ${id(`g${index}`)} ON ${id(`g${index}`)}.k = b.${KEY[scope]}`,
      )
      const owners = scope === 'person' ? sql`person` : sql`household`
      this.steps.push({
        note: `gather ${stage}`,
        statement: sql`CREATE OR REPLACE TABLE ${id(table)} AS SELECT b.${KEY[scope]} AS k, ${names.map(id)} FROM ${owners} b ${join(joins, sql` `)}`,
      })
      for (const group of few) this.drop(group.table)
      gathered.push({ table, names })
    }
    return gathered
  }

  private drop(table: string): void {
    this.steps.push({ note: 'clean', statement: sql`DROP TABLE ${id(table)}` })
  }

  /** Columns of one stage in nested selects, each reading only what is below it. */
  private levels(base: Sql, columns: readonly Column[]): Sql {
    const deepest = Math.max(...columns.map((column) => column.depth))
    let query = base
    for (let depth = 1; depth <= deepest; depth++) {
      const added = columns.filter((column) => column.depth === depth)
      if (added.length === 0) continue
      const values = added.flatMap((column) => physical(column.name, column.compiled).map(named))
      query = sql`SELECT * ${comma(values)} FROM (${query}) d${depth}`
      const ends = added.flatMap(settled)
      if (ends.length > 0) query = sql`SELECT * ${comma(ends)} FROM (${query}) e${depth}`
    }
    return query
  }

  private atomTables(stage: number, scope: Scope, columns: readonly Column[]): AtomTable[] {
    const groups = new Map<string, PlannedAtom[]>()
    for (const planned of new Set(columns.flatMap((column) => column.atoms))) {
      const key = [planned.category, ...planned.needs.map((need) => need.name)].join(' ')
      groups.set(key, [...(groups.get(key) ?? []), planned])
    }
    return [...groups.values()].map((atoms, index) => {
      const table = `raw.${this.prefix}a${stage}_${index}`
      const category = this.model.category(atoms[0]?.category ?? '') as ModelCategory
      const aggregates = [...new Map(atoms.flatMap((one) => one.atom.aggregates))]
      const rows = scope === 'person' ? this.personRows(category, atoms) : this.memberRows(category, atoms)
      const owner = scope === 'person' ? id(category.person ?? '') : sql`_hid`
      const statement = sql`CREATE OR REPLACE TABLE ${id(table)} AS SELECT r.${owner} AS k, ${aggregates.map(named)} FROM ${rows} WHERE ${visible(category, this.at)} AND r.${owner} IS NOT NULL GROUP BY 1`
      this.steps.push({ note: category.name, statement })
      return { table, names: aggregates.map(([name]) => name) }
    })
  }

  private personRows(category: ModelCategory, atoms: readonly PlannedAtom[]): Sql {
    const table = id(`raw.${category.code}`)
    const needs = [...new Set(atoms.flatMap((one) => one.needs))]
    if (needs.length === 0) return sql`${table} r`
    const [joins, carried] = this.needed(needs, 'person')
    return sql`(SELECT c.* ${comma(carried)} FROM ${table} c JOIN person b ON b.pk = c.${id(category.person ?? '')} ${join(joins, sql` `)}) r`
  }

  private memberRows(category: ModelCategory, atoms: readonly PlannedAtom[]): Sql {
    const [joins, carried] = this.needed([...new Set(atoms.flatMap((one) => one.needs))], 'household')
    const rows = sql`SELECT b.hid AS _hid, b.pk AS _owner, c.* ${comma(carried)} FROM ${id(`raw.${category.code}`)} c JOIN person b ON b.pk = c.${id(category.person ?? '')} AND b.member ${join(joins, sql` `)}`
    if (category.per === 'person') return sql`(${rows}) r`
    const key = category.key.filter((column) => column !== category.person).map((column) => sql`r.${id(column)}`)
    const rank = sql`row_number() OVER (PARTITION BY ${[sql`r._hid`, ...key]} ORDER BY ${rowOrder(category)} DESC)`
    return sql`(SELECT * FROM (SELECT r.*, ${rank} AS _rank FROM (${rows}) r WHERE ${visible(category, this.at)}) WHERE _rank = 1) r`
  }

  /** Joins that bring finished columns beside rows; `b` is the person. */
  private needed(needs: readonly Column[], scope: Scope): [joins: Sql[], carried: Sql[]] {
    const joins: Sql[] = []
    const carried: Sql[] = []
    needs.forEach((need, index) => {
      const alias = id(`n${index}`)
      const key = need.scope === 'person' && scope === 'person' ? sql`pk` : sql`hid`
      joins.push(sql`LEFT JOIN ${this.home(need)} ${alias} ON ${alias}.${key} = b.${key}`)
      carried.push(...referenced(need).map((name) => sql`${alias}.${name}`))
    })
    return [joins, carried]
  }

  /** Table where a finished column stands. */
  private home(column: Column): Sql {
    if (column.stage < 0) return this.present[column.scope]
    return id(`raw.${this.prefix}${column.scope === 'person' ? 'p' : 'h'}${column.stage}`)
  }

  /** Aggregates over members, from one table at a time and a few at a time: each keeps a state for every household. */
  private memberTables(stage: number, columns: readonly Column[]): AtomTable[] {
    const aggregates = [...new Set(columns.flatMap((column) => column.members))]
    const tables: AtomTable[] = []
    for (const of of byHome(aggregates, (one) => this.home(one.inner).text).values()) {
      for (let from = 0; from < of.length; from += AGGREGATES_AT_ONCE) {
        const few = of.slice(from, from + AGGREGATES_AT_ONCE)
        const table = `raw.${this.prefix}m${stage}_${tables.length}`
        const values = few.flatMap((one) => one.aggregates)
        const { inner } = few[0] as MemberAggregate
        const persons =
          inner.stage < 0
            ? sql`(SELECT b.hid, b.member, b.recent, f.* FROM person b JOIN ${this.home(inner)} f ON f.pk = b.pk)`
            : this.home(inner)
        const statement = sql`CREATE OR REPLACE TABLE ${id(table)} AS SELECT hid AS k, ${values.map(named)} FROM ${persons} WHERE hid IS NOT NULL AND (member OR recent) GROUP BY hid`
        this.steps.push({ note: `members ${stage}`, statement })
        tables.push({ table, names: values.map(([name]) => name) })
      }
    }
    return tables
  }

  private parentJoins(columns: readonly Column[], joins: Sql[], carried: Sql[]): void {
    for (const lookup of new Set(columns.flatMap((column) => column.parents))) {
      const { name, inner } = lookup
      const value = inner.reference.none
        ? sql`CASE WHEN ${inner.reference.none} THEN false ELSE ${id(inner.name)} END`
        : sql`${id(inner.name)}`
      const source = sql`(SELECT pk, ${value} AS x FROM ${this.home(inner)})`
      const [father, mother] = [id(`${name}f`), id(`${name}m`)]
      joins.push(
        sql`LEFT JOIN ${source} ${father} ON ${father}.pk = b.father LEFT JOIN ${source} ${mother} ON ${mother}.pk = b.mother`,
      )
      const number = (test: (alias: Sql) => Sql): Sql =>
        sql`(CASE WHEN ${test(father)} THEN 1 ELSE 0 END + CASE WHEN ${test(mother)} THEN 1 ELSE 0 END)`
      carried.push(
        sql`${number((alias) => sql`${alias}.x`)} AS ${id(`${name}_lo`)}`,
        sql`${number((alias) => sql`${alias}.x IS NOT FALSE`)} AS ${id(`${name}_hi`)}`,
      )
    }
  }

  /** Columns of finished stages that this stage reads. */
  private earlier(stage: number, scope: Scope, columns: readonly Column[], joins: Sql[], carried: Sql[], slice: Slice): void {
    const reads = [...new Set(columns.flatMap((column) => column.reads))].filter((read) => read.stage !== stage)
    for (const [index, [, group]] of [...byHome(reads, (column) => this.home(column).text)].entries()) {
      const alias = id(`e${index}`)
      const read = group[0] as Column
      const key = read.scope === scope ? KEY[scope] : sql`hid`
      const home = read.scope === scope ? sliced(this.home(read), key, slice) : this.home(read)
      joins.push(sql`LEFT JOIN ${home} ${alias} ON ${alias}.${key} = b.${key}`)
      carried.push(...group.flatMap(referenced).map((name) => sql`${alias}.${name}`))
    }
  }
}

const comma = (parts: readonly Sql[]): Sql => (parts.length === 0 ? EMPTY : sql`, ${parts}`)

const byHome = <T>(parts: readonly T[], home: (part: T) => string): Map<string, T[]> => {
  const groups = new Map<string, T[]>()
  for (const part of parts) groups.set(home(part), [...(groups.get(home(part)) ?? []), part])
  return groups
}
