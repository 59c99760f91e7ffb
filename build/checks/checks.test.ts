import { expect, test } from 'vitest'
import { ROOT } from '../launch.mjs'
import { CHECKS } from './checks.ts'
import { readTree } from './tree.ts'

const files = readTree(ROOT)

test('the tree is read', () => {
  const paths = files.map((file) => file.path)
  expect(paths).toContain('engine/contract.ts')
  expect(paths).toContain('.ci/run')
  expect(paths.filter((path) => /node_modules|build\/out/.test(path))).toEqual([])
})

test.each(Object.keys(CHECKS))('%s', (rule) => {
  const complaints = CHECKS[rule]?.(files) ?? []
  expect(complaints.map(({ path, line, message }) => `${path}:${line} ${message}`)).toEqual([])
})
