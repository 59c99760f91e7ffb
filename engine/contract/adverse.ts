import type { EvidenceRow, ExportFormat, Named } from '../contract.ts'

/** `raised` asks for a check, `weak` (存疑) is not sure of the person, `stale` rests on old data, `judged` was looked into. */
export type AdverseState = 'raised' | 'weak' | 'stale' | 'judged'

/** What a person found on looking: 属实, 不属实, 已处理, 数据错误. */
export type Verdict = 'true' | 'false' | 'handled' | 'data_error'

export interface AdverseReview {
  verdict: Verdict
  reason: string
  by: string
  /** ISO date. */
  at: string
}

/** A review with what it was about, to be carried to the next opening. */
export interface KeptReview extends AdverseReview {
  evidence: string
}

/** Which adverse facts are meant. Every part that is present must hold. */
export interface AdverseFilter {
  check?: string
  kind?: string
  /** As in `Filter`. */
  region?: string
  state?: AdverseState
  search?: string
}

/** A check across departments: how far it could be made and what it found. */
export interface AdverseCheck extends Named {
  kind: string
  action: string
  basis: string
  state: 'compared' | 'partly' | 'not'
  /** What was missing or too old; empty where nothing was. */
  reason: string
  /** What the check is about and how many of them could not be compared. */
  of: 'person' | 'household'
  owners: number
  uncompared: number
  facts: Record<AdverseState, number>
  /** Households and persons with a raised fact. */
  households: number
  persons: number
}

export interface AdverseSummary {
  kinds: Named[]
  checks: AdverseCheck[]
  facts: Record<AdverseState, number>
  households: number
  persons: number
  /** Raised facts by town, 未落图 last. */
  towns: (Named & { raised: number; households: number })[]
}

/** One side of an adverse fact. */
export interface AdverseSource {
  category: string
  categoryName: string
  department: string
  file: string
  sheet: string
  row: number
  date: string
}

/** What departments' data say against each other about one person or household. It asks for a check and decides nothing. */
export interface AdverseFact {
  id: number
  check: string
  checkName: string
  kind: string
  kindName: string
  state: AdverseState
  /** How surely both rows are about one person: `strong` means a whole, valid number on both sides. */
  strength: 'strong' | 'expanded' | 'check_digit' | 'other_document'
  household: string
  person: string
  name: string
  region: string
  date: string
  /** Months since the newest delivery of the fact's category; null where that is not known. */
  age: number | null
  found: string
  action: string
  claim: AdverseSource
  fact: AdverseSource
  claims: number
  facts: number
  review: AdverseReview | null
  /** Whether there is a household to open. */
  opens: boolean
}

/** An adverse fact with every row of either side. */
export interface ProfileAdverse extends AdverseFact {
  rows: { side: 'claim' | 'fact'; category: string; name: string; department: string; rows: EvidenceRow[] }[]
}

/** What the screens ask about checks across departments; all need an open county. */
export interface AdverseRequests {
  /** What the checks across departments found, in all or below a region. */
  adverseSummary: { params: { region?: string }; reply: AdverseSummary }
  adverseRows: { params: { filter: AdverseFilter; from: number; to: number }; reply: { total: number; rows: AdverseFact[] } }
  /** Sends the file in pieces. */
  exportAdverse: {
    params: { filter: AdverseFilter; format: ExportFormat }
    reply: { name: string; facts: number; bytes: number }
  }
  /** Records what a person found about an adverse fact; a later word replaces an earlier one. */
  reviewAdverse: { params: AdverseReview & { id: number }; reply: AdverseReview }
  /** Every review of the open county, for the next `open`. */
  adverseReviews: { params: Record<never, never>; reply: KeptReview[] }
}
