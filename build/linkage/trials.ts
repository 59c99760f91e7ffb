import { chinese } from '../../sample-data/linkage/chinese.ts'
import { febrl } from '../../sample-data/linkage/febrl.ts'
import type { Trial } from './measure.ts'

const PERSON = {
  given_name: 'name',
  surname: 'name',
  street_number: 'code',
  address_1: 'text',
  address_2: 'text',
  suburb: 'text',
  postcode: 'code',
  state: 'code',
  date_of_birth: 'date',
} as const
const NUMBERED = { ...PERSON, soc_sec_id: 'code' } as const
const FEW = { given_name: 'name', surname: 'name', date_of_birth: 'date' } as const

const CHINESE = { name: 'name', birth: 'date', village: 'text', phone: 'code' } as const
const CHINESE_FEW = { name: 'name', birth: 'date' } as const
const CHINESE_PLACE = { name: 'name', village: 'text', address: 'text' } as const

/** Trials in the manner of the four FEBRL sets, of hard ones with three fields, and of Chinese lists. */
export const trials = (seed: number): Record<'one' | 'two' | 'three' | 'four' | 'few' | 'chinese', Trial[]> => {
  const sets = {
    one: febrl({ seed, originals: 500, duplicates: 500, most: 1, spread: 'uniform', changes: 4, changesPerField: 2 }),
    two: febrl({ seed, originals: 4000, duplicates: 1000, most: 5, spread: 'poisson', changes: 4, changesPerField: 2 }),
    three: febrl({ seed, originals: 2000, duplicates: 3000, most: 5, spread: 'zipf', changes: 10, changesPerField: 3 }),
    four: febrl({ seed, originals: 5000, duplicates: 5000, most: 1, spread: 'uniform', changes: 10, changesPerField: 3 }),
  }
  const alone = (name: string, set: keyof typeof sets, fields: Trial['fields']): Trial => ({
    name,
    fields,
    left: [...sets[set].originals, ...sets[set].duplicates],
    right: null,
  })
  const apart = (name: string, fields: Trial['fields']): Trial => ({
    name,
    fields,
    left: sets.four.originals,
    right: sets.four.duplicates,
  })
  const people = chinese({ seed, originals: 6000, duplicates: 1200, changes: 2, families: true })
  const listed = (name: string, fields: Trial['fields']): Trial => ({
    name,
    fields,
    left: people.duplicates,
    right: people.originals,
  })
  return {
    one: [alone('FEBRL-1', 'one', PERSON), alone('FEBRL-1 + number', 'one', NUMBERED)],
    two: [alone('FEBRL-2', 'two', PERSON), alone('FEBRL-2 + number', 'two', NUMBERED)],
    three: [alone('FEBRL-3', 'three', PERSON), alone('FEBRL-3 + number', 'three', NUMBERED)],
    four: [apart('FEBRL-4', PERSON), apart('FEBRL-4 + number', NUMBERED)],
    few: [alone('FEBRL-2 name, birth', 'two', FEW), apart('FEBRL-4 name, birth', FEW)],
    chinese: [
      listed('Chinese name, birth, village, phone', CHINESE),
      listed('Chinese name, birth', CHINESE_FEW),
      listed('Chinese name, village, address', CHINESE_PLACE),
      { ...listed('Chinese duplicates', CHINESE), left: [...people.originals, ...people.duplicates], right: null },
    ],
  }
}
