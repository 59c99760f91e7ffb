import { Random } from '../random.ts'
import { slip } from './corrupt.ts'
import { vocabulary } from './vocabulary.ts'

/** A record as its cells by column. */
export type Person = Record<string, string>

export interface FebrlOptions {
  seed: number
  originals: number
  duplicates: number
  /** Most duplicates one original may have. */
  most: number
  spread: 'uniform' | 'poisson' | 'zipf'
  /** Most changes to a record, and to one of its fields. */
  changes: number
  changesPerField: number
}

const COLUMNS = [
  'given_name',
  'surname',
  'street_number',
  'address_1',
  'address_2',
  'suburb',
  'postcode',
  'state',
  'date_of_birth',
  'soc_sec_id',
]
/** Share of blank cells, and how often a field is the one that is changed. */
const BLANK: Person = {
  given_name: '0.05',
  surname: '0.02',
  street_number: '0.04',
  address_1: '0.03',
  address_2: '0.2',
  suburb: '0.01',
  postcode: '0',
  state: '0.01',
  date_of_birth: '0.03',
}
const CHANGED = {
  given_name: 20,
  surname: 20,
  street_number: 8,
  address_1: 14,
  address_2: 10,
  suburb: 14,
  postcode: 6,
  state: 4,
  date_of_birth: 7,
  soc_sec_id: 5,
}
const SWAPPED = [
  ['given_name', 'surname'],
  ['address_1', 'address_2'],
  ['postcode', 'suburb'],
] as const

const two = (value: number): string => String(value).padStart(2, '0')

const original = (random: Random, words: ReturnType<typeof vocabulary>): Person => {
  const born = `${random.int(1900, 1999)}${two(random.int(1, 12))}${two(random.int(1, 28))}`
  const whole: Person = {
    given_name: words.given.draw(random),
    surname: words.surname.draw(random),
    street_number: String(Math.ceil(random.next() ** 2 * 250)),
    address_1: words.street.draw(random),
    address_2: words.house.draw(random),
    suburb: words.suburb.draw(random),
    postcode: words.postcode.draw(random),
    state: words.state(),
    date_of_birth: born,
    soc_sec_id: String(random.int(1_000_000, 9_999_999)),
  }
  for (const column of COLUMNS) if (random.chance(Number(BLANK[column] ?? 0))) whole[column] = ''
  return whole
}

const swap = (record: Person, random: Random): void => {
  const [one, other] = random.pick(SWAPPED)
  const kept = record[one] ?? ''
  record[one] = record[other] ?? ''
  record[other] = kept
}

/** A copy of a record with changes as clerks, scanners and forms make them. */
const changed = (source: Person, random: Random, { changes, changesPerField }: FebrlOptions): Person => {
  const record = { ...source }
  const done: Record<string, number> = {}
  for (let left = random.int(1, changes); left > 0; ) {
    if (random.chance(0.04)) {
      swap(record, random)
      left--
      continue
    }
    const column = random.choose(CHANGED)
    const value = record[column] ?? ''
    if ((done[column] ?? 0) >= changesPerField) {
      left--
      continue
    }
    for (let times = Math.min(left, random.int(1, changesPerField)); times > 0; times--) {
      left--
      done[column] = (done[column] ?? 0) + 1
      const now = record[column] ?? ''
      record[column] = now === '' ? (random.chance(0.3) ? value : '') : random.chance(0.08) ? '' : slip(now, random)
    }
  }
  return record
}

const howMany = (random: Random, { most, spread }: FebrlOptions): number => {
  const sizes = Array.from({ length: most }, (_, index) => index + 1)
  const weights = {
    uniform: () => 1,
    poisson: (n: number): number => (n === 0 ? 1 : (2 / n) * weights.poisson(n - 1)),
    zipf: (n: number) => 1 / n,
  }
  return 1 + random.weighted(sizes.map((size) => weights[spread](size)))
}

export interface Population {
  originals: Person[]
  duplicates: Person[]
}

/** Synthetic records in the manner of FEBRL, with identifiers that tell who is whose duplicate: `rec-7-org`, `rec-7-dup-0`. */
export const febrl = (options: FebrlOptions): Population => {
  const random = new Random(options.seed, 77)
  const words = vocabulary(random)
  const originals = Array.from({ length: options.originals }, (_, index) => ({
    rec_id: `rec-${index}-org`,
    ...original(random, words),
  }))
  const order = originals.map((_, index) => index).sort((a, b) => hash(a, options.seed) - hash(b, options.seed))
  const duplicates: Person[] = []
  for (const index of order) {
    const source = originals[index]
    const times = Math.min(howMany(random, options), options.duplicates - duplicates.length)
    for (let time = 0; source && time < times; time++)
      duplicates.push({ ...changed(source, random, options), rec_id: `rec-${index}-dup-${time}` })
  }
  return { originals, duplicates }
}

const hash = (value: number, seed: number): number => Math.imul(value ^ seed, 0x9e3779b1) >>> 0

/** Who a record is of, by its identifier. */
export const personOf = (id: string): string => id.replace(/-(org|dup-\d+)$/, '')
