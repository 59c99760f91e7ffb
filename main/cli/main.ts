import { EngineError } from '../../engine/contract.ts'
import type { Commands } from './command.ts'
import { progressLine, type Screen } from './progress.ts'

/** The process around a command, as far as the command line knows it. */
export interface Terminal {
  print(text: string): void
  errors: Screen
  /** Shows the stack of a failure; for those who mend the program. */
  trace: boolean
  signal: AbortSignal
}

const DONE = 0
const FAILED = 1
const WRONG_USAGE = 2

const help = (commands: Commands): string =>
  Object.values(commands).reduce((text, { usage }) => `${text}  jpf ${usage}\n`, '用法：\n')

const oneLine = (text: string): string => text.replaceAll(/\s*\n\s*/g, ' ').trim()

const words = (error: unknown): string => {
  if (error instanceof EngineError) return error.message
  const { code, path, message } = error as NodeJS.ErrnoException
  if (code === 'ENOSPC') return `磁盘已满${path ? `：无法写入“${path}”` : ''}`
  if ((code === 'EACCES' || code === 'EPERM' || code === 'EROFS') && path) return `没有权限：无法读写“${path}”`
  if (code === 'ENOENT' && path) return `找不到“${path}”`
  if ((code === 'EEXIST' || code === 'ENOTDIR') && path) return `“${path}”不能作为文件夹：其中一段是文件，请换一个路径`
  return `程序内部错误（设置环境变量 JPF_TRACE=1 可查看详情）：${message ?? String(error)}`
}

/** Runs one command; returns the exit code. Nothing is thrown. */
export const main = async (argv: readonly string[], commands: Commands, terminal: Terminal): Promise<number> => {
  const [name, ...rest] = argv
  if (name === '--help' || name === '-h') {
    terminal.print(help(commands))
    return DONE
  }
  const line = progressLine(terminal.errors, () => performance.now())
  const command = name !== undefined && Object.hasOwn(commands, name) ? commands[name] : undefined
  let failed = false
  const fail = (text: string): void => {
    failed = true
    line.clear()
    terminal.errors.write(`${oneLine(text)}\n`)
  }
  try {
    if (!command) {
      const known = Object.keys(commands).join('、')
      throw new EngineError('usage', name === undefined ? `请给出命令：${known}` : `没有命令“${name}”：可用的命令有 ${known}`)
    }
    if (rest.includes('--help') || rest.includes('-h')) terminal.print(`用法：jpf ${command.usage}\n`)
    else await command.run(rest, { print: terminal.print, fail, progress: line.report, signal: terminal.signal })
    line.clear()
    return failed ? FAILED : DONE
  } catch (error) {
    line.clear()
    const wrongUsage = error instanceof EngineError && error.code === 'usage'
    const hint = wrongUsage && command ? `。用法：jpf ${command.usage}` : ''
    terminal.errors.write(`${oneLine(words(error) + hint)}\n`)
    if (terminal.trace && error instanceof Error) terminal.errors.write(`${error.stack}\n`)
    return wrongUsage ? WRONG_USAGE : FAILED
  }
}

/** The terminal of this process; Ctrl+C cancels at the next pause, a second one ends at once. */
export const processTerminal = (): Terminal => {
  const controller = new AbortController()
  process.once('SIGINT', () => controller.abort())
  process.stdout.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code === 'EPIPE') process.exit(FAILED)
    throw error
  })
  return {
    print: (text) => process.stdout.write(text),
    errors: process.stderr,
    trace: Boolean(process.env.JPF_TRACE),
    signal: controller.signal,
  }
}
