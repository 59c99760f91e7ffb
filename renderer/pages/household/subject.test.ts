import { expect, test } from 'vitest'
import type { EvidenceGroup, Formula, Profile, ProfileFeature } from '../../../engine/contract.ts'
import { evidenceOf, ofFeature } from './subject.ts'

const formula = (features: string[], rowFunctions: number[]): Formula => ({ formula: '', reading: '', features, rowFunctions })
const feature = (code: string, of: Formula, value: string | null, values = {}): ProfileFeature => ({
  ...of,
  code,
  name: code,
  type: 'int',
  value,
  values,
})
const group = (index: number): EvidenceGroup => ({ index, category: '', name: '', department: '', rows: [] })

const profile = {
  members: [{ token: 'R1', name: '甲*' }],
  features: [
    feature('h.a', formula(['p.b', 'h.c'], [1]), '1'),
    feature('p.b', formula(['h.a'], [2]), null, { R1: '', R2: '3' }),
    feature('h.c', formula([], [3, 9]), ''),
  ],
  evidence: [group(3), group(2), group(1)],
} as unknown as Profile

test('evidence of a formula is that of all it reads, nearest first, even where features read one another', () => {
  expect(evidenceOf(profile, formula(['h.a'], [])).map(({ index }) => index)).toEqual([1, 2, 3])
  expect(evidenceOf(profile, formula([], [2])).map(({ index }) => index)).toEqual([2])
})

test('a feature of persons says whose value is which, and what is unknown', () => {
  const [, ofPersons, unknown] = profile.features.map((one) => ofFeature(profile, one).value)
  expect(ofPersons).toBe('甲* 资料不足；R2 3')
  expect(unknown).toBe('资料不足')
})
