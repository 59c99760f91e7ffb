import { describe, expect, test } from 'vitest'
import { EngineError } from '../../engine/contract.ts'
import type { Commands } from './command.ts'
import { explainCommand } from './explain.ts'
import { main } from './main.ts'
import { type RunOptions, runCommand } from './run.ts'

const attempt = async (argv: string[], job: (options: RunOptions) => Promise<void> = async () => undefined, trace = false) => {
  let out = ''
  let errors = ''
  const commands: Commands = {
    run: runCommand(async (options, { print, progress }) => {
      progress({ stage: 'load', done: 1, total: 2, note: 'P0101' })
      await job(options)
      print(JSON.stringify(options))
    }),
    explain: explainCommand(async (options, { print }) => print(JSON.stringify(options))),
  }
  const code = await main(argv, commands, {
    print: (text) => {
      out += text
    },
    errors: {
      write: (text) => {
        errors += text
      },
    },
    trace,
    signal: new AbortController().signal,
  })
  return { code, out, errors }
}

describe('jpf', () => {
  test('runs a command with its arguments', async () => {
    const { code, out } = await attempt(['run', '数据', '--as-of', '2025-05-18', '--out=结果', '--plain'])
    expect(code).toBe(0)
    expect(JSON.parse(out)).toEqual({
      folder: '数据',
      asOf: '2025-05-18',
      out: '结果',
      pack: 'pinghu',
      previous: null,
      plain: true,
      json: false,
    })
  })

  test.each([
    [[], '请给出命令'],
    [['fly'], '没有命令“fly”'],
    [['toString'], '没有命令“toString”'],
    [['run'], '缺少参数 DIR'],
    [['run', 'a', 'b', '--as-of', '2025-05-18', '--out', 'o'], '多余的参数“b”'],
    [['run', 'a', '--out', 'o'], '缺少选项 --as-of'],
    [['run', 'a', '--as-of', '2025-02-30', '--out', 'o'], '应为日期'],
    [['run', 'a', '--as-of', '20250518', '--out', 'o'], '应为日期'],
    [['run', 'a', '--as-of', '2025-05-18'], '缺少选项 --out'],
    [['run', 'a', '--as-of', '2025-05-18', '--out'], '选项 --out 缺少取值'],
    [['run', 'a', '--as-of', '--out', 'o'], '选项 --as-of 缺少取值'],
    [['run', 'a', '--json=1', '--as-of', '2025-05-18', '--out', 'o'], '选项 --json 不带取值'],
    [['run', 'a', '--fast'], '没有选项 --fast'],
    [['run', 'a', '--out', 'o', '--out', 'p', '--as-of', '2025-05-18'], '选项 --out 重复'],
    [['explain', '--run', 'o'], '缺少选项 --household'],
    [['explain', '--run', 'o', '--household', 'H1', 'x'], '多余的参数“x”'],
  ])('wrong usage %j is one line and exit code 2', async (argv, words) => {
    const { code, out, errors } = await attempt(argv)
    expect(code).toBe(2)
    expect(out).toBe('')
    expect(errors).toContain(words)
    expect(errors.match(/\n/g)).toHaveLength(1)
  })

  const good = ['run', 'a', '--as-of', '2025-05-18', '--out', 'o']

  test('a failure is one line and exit code 1', async () => {
    const failure = await attempt(good, async () => {
      throw new EngineError('empty_folder', '文件夹里没有数据：\n请检查')
    })
    expect(failure).toMatchObject({ code: 1, out: '' })
    expect(failure.errors).toBe('装载数据 1/2 P0101\n文件夹里没有数据： 请检查\n')
  })

  test.each([
    ['ENOSPC', '磁盘已满：无法写入“o/a.csv”'],
    ['EACCES', '没有权限：无法读写“o/a.csv”'],
    ['ENOENT', '找不到“o/a.csv”'],
    ['ENOTDIR', '“o/a.csv”不能作为文件夹：其中一段是文件，请换一个路径'],
  ])('what the disk refuses with %s is told in words', async (code, words) => {
    const { errors } = await attempt(good, async () => {
      throw Object.assign(new Error(`${code}: no`), { code, path: 'o/a.csv' })
    })
    expect(errors.trimEnd().split('\n').at(-1)).toBe(words)
  })

  test('a fault of the program shows no stack unless asked to', async () => {
    const broken = async () => {
      throw new TypeError('x is not a function')
    }
    const quiet = await attempt(good, broken)
    expect(quiet.code).toBe(1)
    expect(quiet.errors).toContain('程序内部错误')
    expect(quiet.errors).not.toContain('at ')
    expect((await attempt(good, broken, true)).errors).toMatch(/\n\s+at /)
  })

  test('tells its usage', async () => {
    const { code, out } = await attempt(['--help'])
    expect(code).toBe(0)
    expect(out).toContain('jpf explain --run OUT')
    expect((await attempt(['run', '--help'])).out).toContain('jpf run DIR')
  })
})
