import { expect, test } from 'vitest'
import { everyPlatform, noAddresses, oneArrow } from './packages.ts'

const lock = (packages: Record<string, object>) => [{ path: 'package-lock.json', text: JSON.stringify({ packages }) }]

test('a second copy of Arrow is found, wherever it hides', () => {
  const first = { 'node_modules/apache-arrow': { version: '17.0.0' } }
  expect(oneArrow(lock(first))).toEqual([])
  expect(oneArrow(lock({ ...first, 'node_modules/x/node_modules/apache-arrow': { version: '21.0.0' } }))).toHaveLength(1)
  expect(oneArrow(lock({}))).toHaveLength(1)
})

test('a resolved address is found', () => {
  expect(noAddresses(lock({ '': {}, 'node_modules/a': { version: '1.0.0' } }))).toEqual([])
  const complaints = noAddresses(lock({ 'node_modules/a': { version: '1.0.0', resolved: 'https://host/a.tgz' } }))
  expect(complaints.map(({ message }) => message)).toEqual(['node_modules/a has a resolved address'])
})

test('an optional package without an entry is found', () => {
  const tool = { version: '1.0.0', optionalDependencies: { 'tool-linux': '1.0.0', 'tool-mac': '1.0.0' } }
  const complaints = everyPlatform(lock({ 'node_modules/tool': tool, 'node_modules/tool-linux': { version: '1.0.0' } }))
  expect(complaints.map(({ message }) => message)).toEqual(['no entry for tool-mac'])
})
