import { expect, test } from 'vitest'
import { nextSort } from './next-sort.ts'

const up = (column: string) => ({ column, descending: false })
const down = (column: string) => ({ column, descending: true })

test('a heading sorts up, down and not', () => {
  expect(nextSort([], 'a', false)).toEqual([up('a')])
  expect(nextSort([up('a')], 'a', false)).toEqual([down('a')])
  expect(nextSort([down('a')], 'a', false)).toEqual([])
})

test('another heading takes over, or joins with the shift key, three at most', () => {
  expect(nextSort([up('a')], 'b', false)).toEqual([up('b')])
  expect(nextSort([up('a')], 'b', true)).toEqual([up('a'), up('b')])
  expect(nextSort([up('a'), up('b'), up('c')], 'd', true)).toEqual([up('b'), up('c'), up('d')])
})
