import type { OnProgress, Progress, Stage } from '../../engine/contract.ts'

const STAGE: Readonly<Record<Stage, string>> = {
  extract: '读取文件',
  load: '装载数据',
  people: '归集人员和家庭',
  features: '计算特征',
  reconcile: '交叉比对',
  score: '计算指标和得分',
  colour: '判定类型和颜色',
  poverty: '多维贫困测量',
  link: '比对记录',
  report: '写出结果',
  save: '保存工作区',
  restore: '打开工作区',
}

/** Where progress goes; standard error of the process. */
export interface Screen {
  isTTY?: boolean
  columns?: number
  write(text: string): unknown
}

const line = ({ stage, done, total, note }: Progress): string =>
  `${STAGE[stage] ?? stage}${total > 0 ? ` ${done}/${total}` : ''}${note ? ` ${note}` : ''}`

/** Chinese characters take two columns of a terminal. */
const clipped = (text: string, columns: number): string => {
  let width = 0
  let clip = ''
  for (const character of text) {
    width += (character.codePointAt(0) ?? 0) > 0x2e7f ? 2 : 1
    if (width >= columns) break
    clip += character
  }
  return clip
}

const BETWEEN_DRAWINGS = 100
const BETWEEN_LINES = 10_000

export interface ProgressLine {
  report: OnProgress
  /** Wipes an unfinished line so that other text can follow. */
  clear(): void
}

/** One line that overwrites itself on a terminal; elsewhere a line a stage and one every ten seconds. */
export const progressLine = (screen: Screen, now: () => number): ProgressLine => {
  let drawn = false
  let last: { stage: Stage; at: number } | null = null
  return {
    report: (progress) => {
      const at = now()
      const fresh = last?.stage !== progress.stage
      const finished = progress.total > 0 && progress.done >= progress.total
      const wait = screen.isTTY ? BETWEEN_DRAWINGS : BETWEEN_LINES
      if (last && !fresh && at - last.at < wait && !(finished && screen.isTTY)) return
      last = { stage: progress.stage, at }
      if (screen.isTTY) screen.write(`\r\u001b[2K${clipped(line(progress), screen.columns ?? 80)}`)
      else screen.write(`${line(progress)}\n`)
      drawn = screen.isTTY === true
    },
    clear: () => {
      if (drawn) screen.write('\r\u001b[2K')
      drawn = false
    },
  }
}
