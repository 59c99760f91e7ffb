import { expect, test } from 'vitest'
import { stages } from './stages.ts'

const messages = (path: string, target: string) =>
  stages([{ path, text: `import type { X } from '${target}'` }]).map(({ message }) => message)

test.each([
  ['engine/load/cast.ts', '../people/person.ts'],
  ['engine/extract/csv.ts', '../catalogue/index.ts'],
  ['engine/match/match.ts', '../poverty/measure.ts'],
  ['engine/sql/tag.ts', '../load/cast.ts'],
  ['engine/score/score.ts', '../run.ts'],
  ['engine/score/score.ts', '../host/node.ts'],
  ['engine/score/score.ts', '../nowhere/x.ts'],
  ['engine/contract.ts', './sql/tag.ts'],
  ['engine/helpers/x.ts', '../sql/tag.ts'],
])('%s must not import %s', (path, target) => {
  expect(messages(path, target)).toHaveLength(1)
})

test.each([
  ['engine/people/person.ts', '../load/cast.ts'],
  ['engine/report/brief.ts', '../view/household.ts'],
  ['engine/rules/compile.ts', '../sql/tag.ts'],
  ['engine/packs/pack.ts', '../rules/parse.ts'],
  ['engine/score/score.ts', './points.ts'],
  ['engine/score/score.ts', '../contract.ts'],
  ['engine/run.ts', './colour/colour.ts'],
  ['engine/host/jobs.ts', '../run.ts'],
  ['engine/view/household.ts', '../report/mask.ts'],
  ['engine/load/load.test.ts', '../host/node.ts'],
  ['engine/people/fixture.ts', '../host/node.ts'],
  ['main/cli/run.ts', '../../engine/run.ts'],
])('%s may import %s', (path, target) => {
  expect(messages(path, target)).toEqual([])
})
