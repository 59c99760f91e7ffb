import { z } from 'zod'
import { linkage } from './schema-linkage.ts'
import { people } from './schema-people.ts'

const text = z.string().min(1)
const code = z.string().regex(/^\S+$/)
const feature = z.string().regex(/^[ph]\.[a-z][a-z0-9_]*$/)
const parameterCode = z.string().regex(/^param\.[a-z][a-z0-9_]*$/)
const day = z.iso.date()
const colour = z.enum(['R', 'Y', 'G', 'U'])
const points = z.int().nonnegative()
const typeCode = z.string().regex(/^[A-Z]+$/)
const grain = z.enum(['person', 'household'])

const columnType = z.enum([
  'id18',
  'string',
  'text',
  'address',
  'phone',
  'uscc18',
  'cert20',
  'bankcard',
  'region12',
  'region6',
  'code',
  'date',
  'datetime',
  'money',
  'number',
  'ratio',
  'degree',
  'int',
  'month',
  'year',
  'schoolyear',
  'bool',
])

export const column = z.strictObject({
  name: z.string().regex(/^[a-z][a-z0-9_]*$/),
  title: text,
  title_en: text,
  type: columnType,
  unit: text.exactOptional(),
  list: code.exactOptional(),
  /** What a value can physically be, in the column's own unit, both ends included. */
  range: z.strictObject({ min: z.number().exactOptional(), max: z.number().exactOptional() }).exactOptional(),
  /** Columns (`CATEGORY.column`) one of which must hold the same value, where any of them was delivered. */
  refers: z
    .array(z.string().regex(/^[A-Z]\d{4}\.[a-z][a-z0-9_]*$/))
    .min(1)
    .exactOptional(),
  /** Of a certificate number: the columns whose codes its last two characters repeat. */
  parts: z.tuple([code, code]).exactOptional(),
  /** Direct identifier, sensitive, none. */
  pii: z.enum(['D', 'S', 'N']),
  required: z.boolean().exactOptional(),
  aliases: z.array(text),
})

export const category = z.strictObject({
  code: z.string().regex(/^[A-Z]\d{4}$/),
  name: text,
  name_en: text,
  grain: z.enum(['person', 'household', 'event', 'asset']),
  /** A later period replaces a status category and extends an event category. */
  kind: z.enum(['status', 'event']),
  /** Whether a row speaks for one person or repeats what holds for the household. */
  per: grain,
  /** What no row means: impossible, none, or not looked at. */
  coverage: z.enum(['census', 'list', 'checked']),
  /** Column that says when a row became true. */
  time: code.nullable(),
  key: z.array(code).min(1),
  /** Column that links a row to a person. */
  person: code.nullable(),
  refresh: z.enum(['realtime', 'daily', 'weekly', 'monthly', 'quarterly', 'termly', 'yearly', 'on_demand']),
  security: z.enum(['L1', 'L2', 'L3', 'L4']),
  share: text,
  types: z.array(code),
  functions: z.array(code),
  note: text.exactOptional(),
  columns: z.array(column).min(1),
})

export const department = z.strictObject({
  code,
  name: text,
  name_en: text,
  level: z.enum(['province', 'city']),
  categories: z.array(category),
})

export const codeList = z.strictObject({
  code,
  standard: text,
  provenance: text,
  /** Codes that say nothing is known. */
  unknown: z.array(code),
  items: z
    .array(z.strictObject({ code, name: text, name_en: text.exactOptional(), aliases: z.array(text).exactOptional() }))
    .min(1),
})

export const parameter = z.strictObject({
  code: parameterCode,
  name: text,
  name_en: text,
  unit: text,
  rows: z
    .array(
      z.strictObject({
        value: z.union([z.number(), text]),
        from: day.nullable(),
        to: day.nullable(),
        document: text.nullable(),
        article: text.nullable(),
        status: z.enum(['placeholder', 'design', 'sourced_national', 'sourced_zhejiang', 'sourced_other_city', 'sourced_other']),
        source: text,
      }),
    )
    .min(1),
})

export const derived = z.strictObject({
  code: feature,
  name: text,
  name_en: text,
  type: z.enum(['bool', 'int', 'money', 'num', 'ratio', 'code', 'date', 'text']),
  list: code.exactOptional(),
  formula: text.exactOptional(),
  /** Provided by the people stage instead of a formula. */
  builder: z.enum(['household_id', 'members', 'region12']).exactOptional(),
  note: text.exactOptional(),
})

export const indicator = z.strictObject({
  code: z.string().regex(/^[A-Z]+\d+$/),
  name: text,
  name_en: text,
  dimension: text,
  definition: text,
  value: text,
  unit: text,
  bands: z.array(z.strictObject({ when: text, points })).min(1),
  else_points: points,
  max_points: points,
  basis: text,
  provenance: text,
})

const clause = z.strictObject({ id: code, when: text })
const clausesByType = z.record(code, z.array(clause))

export const scoring = z.strictObject({
  note: text,
  types: z.array(z.strictObject({ code: typeCode, name: text, name_en: text })).min(1),
  /** Which type goes first among equals. */
  order: z.array(code),
  /** Points that make a member, yellow and red; null where points decide nothing and only triggers do. */
  lines: z.strictObject({ type: parameterCode, red: parameterCode, yellow: parameterCode }).nullable(),
  /** What counts as registered, best first. */
  registered: z.array(z.strictObject({ code, name: text, feature })),
  members: clausesByType,
  reds: clausesByType,
  colours: z.array(z.strictObject({ code: colour, name: text, meaning: text, hex: z.string().regex(/^#[0-9A-F]{6}$/) })),
  caution: text,
  poverty: z.strictObject({
    k: z.string().regex(/^[1-9]\d*\/[1-9]\d*$/),
    dimensions: z
      .array(z.strictObject({ name: text, deprivations: z.array(z.strictObject({ code, name: text, when: text })).min(1) }))
      .min(1),
  }),
})

export const policy = z.strictObject({
  id: code,
  name: text,
  name_en: text,
  group: code,
  group_name: text,
  eight_assistance: z.boolean(),
  kind: z.enum(['cash', 'fee_waiver', 'in_kind', 'insurance', 'loan', 'service', 'status']),
  grain,
  types: z.array(code),
  target: text,
  /** All must hold. */
  eligible: z.array(clause).min(1),
  /** Any one excludes. */
  excluded: z.array(clause),
  /** Null where no extract can show it. */
  enjoyed: clause.nullable(),
  benefit: z.strictObject({
    amount: text.nullable(),
    /** The amount is the most there can be, not what is due. */
    cap: z.boolean(),
    unit: text,
    period: text,
    text,
    status: text,
  }),
  dept: code,
  confidence: z.enum(['high', 'medium', 'low']),
  basis: z.array(z.strictObject({ title: text, article: text, status: text, url: text.nullable() })),
})

export const warning = z.strictObject({
  id: code,
  name: text,
  name_en: text,
  class: z.enum(['neg', 'find', 'exit', 'info']),
  severity: colour,
  types: z.array(code),
  grain,
  condition: text,
  push_to: z.array(code).min(1),
  sla_days: z.int().positive(),
  action: text,
  basis: text,
})

/** Rows of one category that state something, for checks across departments. */
const statement = z.strictObject({
  /** What such a row is called for short. */
  label: text,
  /** The row function whose rows count: `EXISTS(category WHERE …)`. */
  rows: text,
  /** Column that dates a row; null where the row states what holds now. */
  date: code.nullable(),
  /** Columns that may be held against another set's, by the name they share there. */
  values: z.record(code, code),
})

/** Statements of several categories that mean the same, in order of trust. */
export const rowSet = z.strictObject({ code, name: text, rows: z.array(statement).min(1) })

/** What two departments say about one person or household, side by side; a hit asks for a check and decides nothing. */
export const crosscheck = z.strictObject({
  code,
  name: text,
  name_en: text,
  kind: code,
  kind_name: text,
  /** Whether both rows are about one person, or about members of one household. */
  link: grain,
  /** Row sets: what is held against what. */
  claims: code,
  facts: code,
  /** The claim must lie in a later month, or on a later day, than the fact; null where the time does not matter. */
  later: z.enum(['month', 'day']).nullable(),
  /** Values that must be equal. */
  same: z.array(code),
  /** Values of which one must differ; none where the two rows alone contradict each other. */
  differ: z.array(code),
  /** Value by which several rows of facts are one thing; null where each row counts. */
  thing: code.nullable(),
  /** What was found, with `{claim}`, `{fact}`, `{claim_date}`, `{fact_date}`, `{claim_value}`, `{fact_value}`, `{claims}`, `{facts}`. */
  found: text,
  /** What to look into. */
  action: text,
  basis: text,
})

const code12 = z.string().regex(/^\d{12}$/)

export const town = z.strictObject({ code12, name: text, column: z.int(), row: z.int() })
export const village = z.strictObject({ code12, name: text, official: text, kind: text, town: code12 })
/** An old code or its beginning, and what replaces it. */
export const regionChange = z.strictObject({ old: z.string().regex(/^\d+$/), new: z.string().regex(/^\d+$/), note: text })

const labelled = z.strictObject({ label: text, feature })

/** What a household's page and booklet show beside its indicators, and in which words. */
const profile = z.strictObject({
  /** Of each person. */
  members: z.array(labelled),
  /** Of the household, or the sum over its members of a feature of persons. */
  money: z.array(z.strictObject({ group: text, label: text, feature })),
  /** A truth value that holds or a number above 0 is a cause. */
  causes: z.array(labelled),
})

const share = z.number().min(0).max(1)

/** What counts as good enough in what departments deliver, and the features that say how much is known. */
const quality = z.strictObject({
  /** Refresh intervals after which data are stale. */
  stale: z.number().positive(),
  /** Largest share of a category's rows that nobody needs to look at. */
  tolerated: z.strictObject({ refused: share, invalid: share, unmatched: share, repeated: share, dead: share }),
  /** Share of income evidence in a household, and the least with which its income is known. */
  income: z.strictObject({ feature, least: parameterCode }),
  /** Whether a household's property was looked into. */
  assets: feature,
})

export const head = z.strictObject({
  code,
  name: text,
  county: z.string().regex(/^\d{6}$/),
  version: text,
  /** First digits of ID numbers that no real person has. */
  syntheticPrefix: z.string().regex(/^\d{6,}$/),
  syntheticNote: text,
  caution: text,
  profile,
  quality: quality.exactOptional(),
  people,
  linkage: linkage.exactOptional(),
  /** Limits beyond which a delivery looks wrong. */
  delivery: z.strictObject({
    leastRows: parameterCode,
    rowsDown: parameterCode,
    matchDown: parameterCode,
    matchLeast: parameterCode,
    idsLeast: parameterCode,
  }),
})

export type Column = z.infer<typeof column>
export type Category = z.infer<typeof category>
export type Department = z.infer<typeof department>
export type CodeList = z.infer<typeof codeList>
export type Parameter = z.infer<typeof parameter>
export type Feature = z.infer<typeof derived>
export type Indicator = z.infer<typeof indicator>
export type Scoring = z.infer<typeof scoring>
export type Policy = z.infer<typeof policy>
export type Warning = z.infer<typeof warning>
export type RowSet = z.infer<typeof rowSet>
export type Crosscheck = z.infer<typeof crosscheck>
export type Town = z.infer<typeof town>
export type Village = z.infer<typeof village>
export type RegionChange = z.infer<typeof regionChange>
export type Head = z.infer<typeof head>
