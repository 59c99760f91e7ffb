import type { SampleJob } from './command.ts'
import { generateCounty } from './generate.ts'

/** Writes a sample county and says how large it is. */
export const sampleJob: SampleJob = async ({ truth, ...options }, { print, progress }) => {
  const { households, persons, rows } = generateCounty({ ...options, ...(truth === null ? {} : { truth }) }, (done, total) =>
    progress({ stage: 'report', done, total, note: '合成数据' }),
  )
  print(`合成数据　${households} 户，${persons} 人，${rows} 行\n`)
}
