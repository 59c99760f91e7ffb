import { expect, test } from 'vitest'
import { sampleOptions } from './command.ts'

const good = ['--households', '1000', '--seed', '7', '--as-of', '2025-05-18', '--dirt', '0.02', '--out', 'county']

test('reads the arguments of sample', () => {
  expect(sampleOptions(good)).toEqual({
    households: 1000,
    seed: 7,
    asOf: '2025-05-18',
    dirt: 0.02,
    faults: 'common',
    months: 12,
    nameless: 0,
    truth: null,
    out: 'county',
    pack: 'pinghu',
  })
  expect(sampleOptions([...good, '--months', '24', '--truth', 't', '--pack', 'maoxian'])).toMatchObject({
    months: 24,
    truth: 't',
    pack: 'maoxian',
  })
  expect(sampleOptions([...good, '--faults', 'all'])).toMatchObject({ faults: 'all' })
  expect(sampleOptions([...good, '--nameless', '0.3'])).toMatchObject({ nameless: 0.3 })
})

test.each([
  [['--households', '400001'], '0 到 400000'],
  [['--households', '1e3'], '整数'],
  [['--dirt', '1.5'], '0 到 1'],
  [['--dirt', '-1'], '--dirt'],
  [['--months', '0'], '1 到 24'],
  [['--seed', 'x'], '--seed'],
  [['--faults', 'many'], 'common 或 all'],
])('refuses %j', (bad, words) => {
  const kept = good.flatMap((_, at) => (at % 2 === 0 && good[at] !== bad[0] ? good.slice(at, at + 2) : []))
  expect(() => sampleOptions([...kept, ...bad])).toThrow(words)
})
