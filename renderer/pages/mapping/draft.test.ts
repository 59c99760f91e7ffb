import { expect, test } from 'vitest'
import type { SheetLook } from '../../../engine/contract.ts'
import { choose, draftOf, giveCode, missingOf, templateOf } from './draft.ts'

const heading = (index: number, text: string, column: string | null) => ({
  index,
  heading: text,
  nth: 1,
  column,
  by: '',
  confidence: 1,
  suggestion: null,
  samples: [],
})
const look = {
  path: '部门/P0101_补贴_202505.csv',
  sheet: '',
  category: 'C0110',
  named: 'P0101',
  headingRow: 2,
  headings: [heading(0, '号码', null), heading(1, '姓名', 'name'), heading(3, '状况', null)],
  columns: [
    { name: 'id_no', title: '公民身份号码', required: true },
    { name: 'name', title: '姓名', required: true },
    { name: 'state', title: '状态', required: false },
  ],
} as unknown as SheetLook

test('a draft begins with what was recognised, and says what is missing', () => {
  const draft = draftOf(look)
  expect(draft.choices.map(({ column }) => column)).toEqual([null, 'name', null])
  expect(draft.name).toBe('C0110 补贴')
  expect(missingOf(look, draft)).toEqual(['公民身份号码'])
  expect(missingOf(look, choose(draft, 0, { column: 'id_no' }))).toEqual([])
})

test('a column belongs to one heading; another choice begins anew', () => {
  const first = choose(choose(draftOf(look), 0, { column: 'state' }), 0, { unit: '万元' })
  expect(first.choices[0]).toMatchObject({ column: 'state', unit: '万元' })
  const moved = choose(first, 2, { column: 'state' })
  expect(moved.choices.map(({ column }) => column)).toEqual([null, 'name', 'state'])
  expect(moved.choices[2]?.unit).toBeNull()
})

test('the template names every heading, and the files it may gainsay', () => {
  const draft = giveCode(choose(draftOf(look), 2, { column: 'state' }), 'state', '照发', '1')
  expect(templateOf(look, draft, 'C01')).toMatchObject({
    category: 'C0110',
    department: 'C01',
    file: 'P0101_补贴_*.csv',
    headingRow: 2,
    headings: ['号码', '姓名', '状况'],
    columns: [
      { heading: '号码', column: null, labels: {} },
      { heading: '姓名', column: 'name', labels: {} },
      { heading: '状况', column: 'state', labels: { 照发: '1' } },
    ],
  })
  expect(templateOf({ ...look, named: '' }, draft, 'C01').file).toBeNull()
})
