import { expect, test } from 'vitest'
import type { Progress } from '../../engine/contract.ts'
import { progressLine, type Screen } from './progress.ts'

const screenOf = (isTTY: boolean) => {
  const written: string[] = []
  const screen: Screen = { isTTY, columns: 20, write: (text) => written.push(text) }
  return { written, screen }
}

const load = (done: number): Progress => ({ stage: 'load', done, total: 10, note: '' })

test('a terminal sees one line that overwrites itself, never wider than the screen', () => {
  const { written, screen } = screenOf(true)
  let now = 0
  const line = progressLine(screen, () => now)
  line.report(load(1))
  line.report(load(2))
  now = 200
  line.report({ ...load(3), note: '很长很长很长很长很长很长的说明' })
  line.report(load(10))
  line.clear()
  line.clear()
  expect(written.map((text) => text.replace('\r\u001b[2K', '<'))).toEqual([
    '<装载数据 1/10',
    '<装载数据 3/10 很长',
    '<装载数据 10/10',
    '<',
  ])
})

test('a log sees a line a stage and one every ten seconds', () => {
  const { written, screen } = screenOf(false)
  let now = 0
  const line = progressLine(screen, () => now)
  for (let done = 1; done <= 10; done++) {
    line.report(load(done))
    now += 2_500
  }
  line.report({ stage: 'people', done: 0, total: 0, note: '' })
  line.clear()
  expect(written).toEqual(['装载数据 1/10\n', '装载数据 5/10\n', '装载数据 9/10\n', '归集人员和家庭\n'])
})
