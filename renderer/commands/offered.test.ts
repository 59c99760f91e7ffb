import { expect, test } from 'vitest'
import { further, ofPicker } from './offered.ts'

const file = (name: string): File => new File(['x'], name)

test('files without a folder go by their names', () => {
  expect(ofPicker([file('a.csv')]).map(({ path }) => path)).toEqual(['a.csv'])
})

test('further deliveries stand apart from the earlier ones and from one another', () => {
  const first = ofPicker([file('a.csv'), file('b.csv')])
  const second = further(first, ofPicker([file('a.csv')]))
  const third = further(second, ofPicker([file('a.csv')]))
  expect(third.map(({ path }) => path)).toEqual(['a.csv', 'b.csv', '第2批/a.csv', '第3批/a.csv'])
})
