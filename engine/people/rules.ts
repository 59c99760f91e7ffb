/** A register that says which household a person belongs to. */
export interface RegisterRule {
  category: string
  household: string
  /** Column with the person key of the head. */
  head: string | null
  relation: string | null
  updated: string | null
}

/** A category trusted for name, birth date or sex. */
export interface VitalRule {
  category: string
  name: string | null
  birth: string | null
  sex: string | null
}

/** An assistance ledger whose files in force override household composition. */
export interface AssistanceRule {
  category: string
  household: string
  head: string | null
  relation: string | null
  /** Boolean column: this file covers this person alone. */
  single: string | null
  status: string
  inForce: readonly string[]
  start: string | null
  end: string | null
  /** How long a file without an end date lasts, counted from its start. */
  validMonths: number | null
  region: string | null
  updated: string | null
}

/** A second ledger of the same assistance, which must name the same persons. */
export interface OtherLedgerRule {
  /** Category of the ledger that counts. */
  ledger: string
  category: string
  status: string
  inForce: readonly string[]
  start: string | null
  end: string | null
  /** Column with the county code, where the ledger covers more than this county. */
  county: string | null
}

export interface MigrantRule {
  category: string
  address: string | null
  householder: string | null
  updated: string | null
}

export interface CategoryColumn {
  category: string
  column: string
}

/** What a pack says about persons and households; lists are in order of trust. */
export interface PeopleRules {
  registers: readonly RegisterRule[]
  /** Sources of the last household of persons who are in no register any more. */
  former: readonly RegisterRule[]
  vital: readonly VitalRule[]
  nameColumn: string
  parents: { category: string; father: string; mother: string; updated: string | null } | null
  /** Relation codes that mean the head, in registers and in assistance files. */
  headCodes: readonly string[]
  applicantCodes: readonly string[]
  collective: { marks: readonly (CategoryColumn & { contains: string })[]; minPersons: number | null }
  assistance: readonly AssistanceRule[]
  otherLedgers: readonly OtherLedgerRule[]
  migrants: readonly MigrantRule[]
  listHouseholds: readonly RegisterRule[]
  regions: readonly CategoryColumn[]
  adultAge: number
  recentMonths: number
}

/** The parts of a pack that this stage reads. */
export interface PeoplePack {
  county: string
  syntheticPrefix: string
  people: PeopleRules
  categories: readonly { code: string; name: string; person: string | null; columns: readonly { name: string }[] }[]
  regions: {
    towns: readonly { code12: string; name: string }[]
    villages: readonly { code12: string; name: string; town: string }[]
    /** Old code or its beginning, and what replaces it. */
    history: readonly { old: string; new: string }[]
  }
}
