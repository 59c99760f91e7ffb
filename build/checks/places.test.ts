import { expect, test } from 'vitest'
import { places } from './places.ts'

const found = (text: string) => places([{ path: 'a.md', text }])
const path = (...parts: string[]) => `${['', ...parts].join('/')}`

test.each([
  `see ${path('home', 'li', 'notes')}`,
  `open('${path('tmp', 'x.csv')}')`,
  `"${path('Users', 'li')}"`,
  ['C:', 'Users', 'li'].join('\\'),
  ['https:/', ['registry', 'example', 'org'].join('.'), 'a'].join('/'),
  `file:/${path('etc', 'hosts')}`,
])('%s is found', (text) => {
  expect(found(text)).toHaveLength(1)
})

test.each(['./work/plan.md', '/usr/bin/chromium', 'https://example.org/home/index.html', 'a/tmp/b', '/files/x', 'register.ts'])(
  '%s is free',
  (text) => {
    expect(found(text)).toEqual([])
  },
)
