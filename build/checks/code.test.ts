import { expect, test } from 'vitest'
import { everyTest, length, noAny } from './code.ts'

const lines = (check: typeof noAny, path: string, text: string) => check([{ path, text }]).map(({ line }) => line)

test('finds any, not the word', () => {
  expect(lines(noAny, 'a.ts', 'const a = 1\nconst b: any = a')).toEqual([2])
  expect(lines(noAny, 'a.ts', 'const b = a as unknown as any[]')).toEqual([1])
  expect(lines(noAny, 'a.ts', "const any = 'any' // any: any")).toEqual([])
  expect(lines(noAny, 'a.ts', `// @ts-${'ignore'}\nconst a = 1`)).toEqual([1])
  expect(lines(noAny, 'a.ts', 'const = 1')).toEqual([1])
})

test('finds a test that does not run', () => {
  for (const left of ['test.only', 'it.skip', 'describe.todo', 'test.skipIf(true)']) {
    expect(lines(everyTest, 'a.test.ts', `\n${left}('x', () => undefined)`)).toEqual([2])
  }
  expect(lines(everyTest, 'a.test.ts', "test.each([1])('x', () => undefined)\nrow.skip(1)")).toEqual([])
  expect(lines(everyTest, 'a.ts', "test.only('x')")).toEqual([])
})

test('finds a file that is too long', () => {
  expect(lines(length, 'a.ts', '\n'.repeat(400))).toEqual([])
  expect(lines(length, 'a.ts', '\n'.repeat(401))).toEqual([400])
  expect(lines(length, 'a.json', '\n'.repeat(401))).toEqual([])
})
