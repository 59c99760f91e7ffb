import { spawn } from 'node:child_process'
import { join } from 'node:path'
import { ROOT } from '../launch.mjs'

export interface Ended {
  code: number | null
  stdout: string
  stderr: string
}

/** Runs `jpf` as a person would, in a process of its own. */
export const jpf = (args: readonly string[]): Promise<Ended> =>
  new Promise((resolve, reject) => {
    const child = spawn(process.execPath, [join(ROOT, 'build/jpf.mjs'), ...args])
    const ended: Ended = { code: null, stdout: '', stderr: '' }
    child.stdout.setEncoding('utf8').on('data', (text: string) => {
      ended.stdout += text
    })
    child.stderr.setEncoding('utf8').on('data', (text: string) => {
      ended.stderr += text
    })
    child.on('error', reject)
    child.on('close', (code) => resolve({ ...ended, code }))
  })
