import type { Named } from '../contract.ts'

/**
 * `strong`: name, whole birth date and phone agree with one person alone; the only link a program may make. `likely`, `open`:
 * waits for a person, with much or little to say for it. `accepted`, `rejected`: a person has decided.
 */
export type LinkState = 'strong' | 'likely' | 'open' | 'accepted' | 'rejected'

export type LinkVerdict = 'accepted' | 'rejected'

/** What a person decided about a pair, and on what ground. */
export interface LinkDecision {
  verdict: LinkVerdict
  reason: string
  by: string
  /** ISO date. */
  at: string
}

/** A decision with what it was about, to be carried to the next opening. */
export interface KeptLink extends LinkDecision {
  evidence: string
}

/** One clue of a row without an ID number beside what the register says. Masked. */
export interface LinkClue {
  clue: 'name' | 'birth' | 'village' | 'address' | 'phone'
  listed: string
  registered: string
  agreement: 'same' | 'close' | 'different' | 'unknown'
}

/** A row of a list without an ID number, and a person of the register it may be about. */
export interface LinkPair {
  id: number
  state: LinkState
  category: string
  categoryName: string
  department: string
  file: string
  sheet: string
  /** First of the rows with these clues, and how many there are. */
  row: number
  rows: number
  /** Token of the person and of the household; the latter empty where there is none. */
  person: string
  household: string
  /** Evidence in bits: 0 is even odds, each bit doubles them. */
  score: number
  clues: LinkClue[]
  /** Other persons the same row may be about. */
  rivals: number
  decision: LinkDecision | null
}

export interface LinkFilter {
  state?: LinkState
  category?: string
}

export interface LinkPairs {
  total: number
  counts: Record<LinkState, number>
  /** Rows of the lists without an ID number, and those for which nobody was found. */
  rows: number
  unmatched: number
  categories: (Named & { pairs: number })[]
  pairs: LinkPair[]
}

/** What the screens ask about rows without an ID number; all need an open county. */
export interface LinkRequests {
  /** Pairs in the order in which a person should look at them: the surest first, a row's pairs together. */
  linkPairs: { params: { filter: LinkFilter; from: number; to: number }; reply: LinkPairs }
  /** Records what a person decided about a pair; null takes it back. A row is about one person at most. */
  decideLink: { params: { id: number; decision: LinkDecision | null }; reply: LinkPair }
  /** Every decision of the open county, for the next `open`. */
  linkDecisions: { params: Record<never, never>; reply: KeptLink[] }
}
