import type { AdverseRequests, KeptReview } from './contract/adverse.ts'
import type { DeliveryRequests, FileOutcome } from './contract/delivery.ts'
import type { FindingRequests } from './contract/finding.ts'
import type { KeptLink, LinkRequests } from './contract/linkage.ts'
import type { MappingRequests, TemplateText } from './contract/mapping.ts'
import type { Profile } from './contract/profile.ts'
import type { QualityRequests } from './contract/quality.ts'

export type * from './contract/adverse.ts'
export type * from './contract/delivery.ts'
export type * from './contract/finding.ts'
export type * from './contract/linkage.ts'
export * from './contract/mapping.ts'
export type * from './contract/profile.ts'
export type * from './contract/quality.ts'

/** A file offered to the engine: an extract, by its path relative to the opened folder. */
export interface SourceFile {
  path: string
  size: number
  stream(): AsyncIterable<Uint8Array>
  bytes(): Promise<Uint8Array>
  /** Part of the file, where its host can read one without the rest. */
  slice?(from: number, to: number): Promise<Uint8Array>
}

export type Stage =
  | 'extract'
  | 'load'
  | 'people'
  | 'features'
  | 'reconcile'
  | 'score'
  | 'colour'
  | 'poverty'
  | 'report'
  | 'link'
  /** A workspace being written or read back. */
  | 'save'
  | 'restore'

export interface Progress {
  stage: Stage
  done: number
  total: number
  note: string
  /** Rows loaded so far, while loading. */
  rows?: number
}

/** Called between statements; the callee must not throw. */
export type OnProgress = (progress: Progress) => void

/** Something a person can mend: one Chinese sentence that says what, where and what to do. */
export class EngineError extends Error {
  constructor(
    readonly code:
      | 'empty_folder'
      | 'no_register'
      | 'bad_pack'
      | 'unreadable'
      | 'cancelled'
      | 'memory'
      | 'usage'
      | 'not_found'
      | 'passphrase'
      | 'damaged',
    message: string,
  ) {
    super(message)
    this.name = 'EngineError'
  }
}

/** A file handed to the engine by reference, under its path relative to the opened folder. */
export interface OfferedFile {
  path: string
  file: File
}

export type ColourCode = 'R' | 'Y' | 'U' | 'G'

/** A code with its Chinese name. */
export interface Named {
  code: string
  name: string
}

export interface PlaceParameter extends Named {
  value: string
  unit: string
  status: string
  from: string
}

/** A county that is open: what it is called, what went in, what it is made of. The same after `open` and `restore`. */
export interface County {
  pack: Named & { version: string }
  /** 12-digit code of the county itself, the root of the map. */
  region: Named
  asOf: string
  /** 合成数据 where any person's number carries the prefix of made-up data; else null. */
  mark: string | null
  caution: string
  households: number
  persons: number
  /** Persons who are in no household (dead, moved away, known only from lists without a household). */
  outside: number
  unplaced: number
  types: Named[]
  registered: Named[]
  indicators: (Named & { type: string; max: number; levels: { level: number; when: string; points: number }[] })[]
  /** Null where only triggers decide. */
  lines: { type: number; yellow: number; red: number } | null
  /** What each colour says in this region. */
  colours: (Named & { code: ColourCode; meaning: string })[]
  /** Feature behind each fact of a member card. */
  memberFacts: { label: string; feature: string }[]
  placeholders: PlaceParameter[]
  backdated: PlaceParameter[]
  notDelivered: Named[]
  files: FileOutcome[]
  findings: { rule: string; name: string; severity: string; findings: number }[]
  /** True while the extracts themselves can be read (after `open`, not after `restore`). */
  originals: boolean
  /** Bytes the engine has claimed. */
  memory: number
}

/** Which households are meant. Every part that is present must hold. */
export interface Filter {
  /** 12-digit code of a county, town or village: everything below it. */
  region?: string
  /** Member of this type; with `colour`, of this colour in that type. */
  type?: string
  colour?: ColourCode
  /** Score of `type`, or the highest of all types without one; both ends included. */
  score?: { from: number; to: number }
  /** Code of a registered status, or `none`. */
  registered?: string
  /** Level of an indicator; `unknown` where it has none. */
  indicator?: { code: string; level: number | 'unknown' }
  /** Share of points that could not be judged, 0–1: at least. */
  missing?: number
  /** Poor in the multidimensional sense. */
  poor?: boolean
  /** Name, pinyin initials, village, address, household token or 惠民码, last four of an ID number. */
  search?: string
}

export interface Tally {
  households: number
  persons: number
  colours: Record<ColourCode, number>
  /** By type: members of the type, and households by the colour they have in it. */
  types: Record<string, { members: number; colours: Record<ColourCode, number> }>
  /** Mean share of points that could not be judged, 0–1. */
  missing: number
  /** Adjusted headcount of multidimensional poverty (M0) by persons; null where nobody is counted. */
  m0: number | null
}

export interface RegionTally extends Tally, Named {
  level: 'county' | 'town' | 'village'
  /** Place on the schematic grid; null for 未落图. */
  tile: { column: number; row: number } | null
}

export interface Overview {
  /** From the county down to the region looked at. */
  path: Named[]
  total: Tally
  /** The regions one level below, in the order of the pack, 未落图 last. Their households add up to `total`. */
  regions: RegionTally[]
  milliseconds: number
}

/** A column a list can show and sort by. */
export interface ListColumn extends Named {
  kind: 'text' | 'number' | 'yuan' | 'share' | 'colour' | 'bool'
  /** 家庭, 得分, 颜色, 指标, 特征: where the column chooser keeps it. */
  group: string
}

export interface Sort {
  column: string
  descending: boolean
}

/** A cell as it is shown: masked, formatted; empty for unknown. */
export type ListRow = Record<string, string>

export interface Listing {
  /** Names the order that was made; `listRows` of an older one is refused with `not_found`. */
  handle: number
  households: number
  persons: number
  milliseconds: number
}

/** Where a household stands in the list that was made last, counted from 1, and the tokens beside it; null at an end. */
export interface Neighbours {
  position: number
  households: number
  before: string | null
  after: string | null
}

/** A person who is in no household. */
export interface LoosePerson {
  token: string
  name: string
  sex: string
  age: string
  state: string
  origin: string
  region: string
  file: string
  row: string
}

export type ExportFormat = 'csv' | 'xlsx'

/** Documents to print, as data for the template of the same name. */
export interface PrintDocument {
  template: 'booklet' | 'roster'
  /** Suggested file name without extension. */
  name: string
  data: string
}

/** What a host's engine says of itself. */
export interface SelfTest {
  version: string
  /** Extensions loaded; anything but `core_functions` would mean a reach for the network. */
  extensions: string[]
  /** What the engine says to a function it does not carry. */
  refusal: string
  rows: { key: number; amount: number; day: string; name: string }[]
  memory: { before: number; after: number }
  files: { path: string; size: number; sha256: string }[]
}

/** Where the person is, kept in a workspace so that opening it comes back there. Opaque to the engine. */
export type Place = string

/**
 * The engine's door for the screens: parameters that can cross a worker boundary, and the reply. All but `open`,
 * `restore` and `selfTest` need an open county and answer `not_found` without one.
 */
export interface Requests
  extends AdverseRequests,
    DeliveryRequests,
    FindingRequests,
    LinkRequests,
    MappingRequests,
    QualityRequests {
  /** The regions that come with the program. */
  packs: { params: Record<never, never>; reply: Named[] }
  /** Runs every stage on the offered files. `previous` keeps the numbers of an earlier run (its `identity` reply), `reviews` and `links` what was judged in it. */
  open: {
    params: {
      pack: string
      asOf: string
      previous: Uint8Array | null
      reviews?: KeptReview[]
      links?: KeptLink[]
      templates?: TemplateText[]
    }
    reply: County
  }
  /** Tokens of the open county, for the next `open` in another worker. */
  identity: { params: Record<never, never>; reply: Uint8Array }
  overview: { params: { filter: Filter }; reply: Overview }
  columns: { params: Record<never, never>; reply: ListColumn[] }
  list: { params: { filter: Filter; sort: Sort[] }; reply: Listing }
  listRows: { params: { handle: number; from: number; to: number; columns: string[] }; reply: ListRow[] }
  /** Null where no list was made or the household is not in it. */
  neighbours: { params: { household: string }; reply: Neighbours | null }
  loose: { params: { from: number; to: number }; reply: { total: number; rows: LoosePerson[] } }
  /** By household token, person token or 惠民码. */
  profile: { params: { household: string; plain: boolean }; reply: Profile }
  /** Sends the file in pieces; replies with what is in it. */
  exportList: {
    params: { filter: Filter; sort: Sort[]; columns: string[]; format: ExportFormat }
    reply: { name: string; households: number; bytes: number }
  }
  /** `households.csv` of the command line, byte for byte, in pieces. */
  exportTable: { params: { file: string }; reply: { bytes: number } }
  booklet: { params: { household: string; purpose: string; printedAt: string; printedBy: string }; reply: PrintDocument }
  roster: { params: { region: string; filter: Filter; printedAt: string; printedBy: string }; reply: PrintDocument }
  /** Sends an encrypted workspace in pieces. */
  save: { params: { passphrase: string; place: Place }; reply: { bytes: number } }
  /** Opens the one offered file as a workspace. */
  restore: { params: { passphrase: string }; reply: { county: County; place: Place } }
  selfTest: { params: { rows: number }; reply: SelfTest }
}

export type RequestName = keyof Requests

/** Failure codes beyond those a person can mend: `internal` is a fault of the program, `lost` a worker that died. */
export type FailureCode = EngineError['code'] | 'internal' | 'lost'

export type Failure = { ok: false; code: FailureCode; message: string }
export type Reply<T> = { ok: true; value: T } | Failure

/** First bytes of every workspace file; what follows is sealed. */
export const WORKSPACE_MAGIC = 'JPFSEAL1'
