import type { ColourCode } from '../../engine/contract.ts'

export const COLOURS: readonly ColourCode[] = ['R', 'Y', 'U', 'G']

/** Letter, shape and paint of a colour: any one of them alone tells it from the others. */
export const MARKS: Readonly<Record<ColourCode, { letter: string; shape: string; paint: string }>> = {
  R: { letter: '红', shape: '▲', paint: '#b42318' },
  Y: { letter: '黄', shape: '◆', paint: '#8a5a00' },
  U: { letter: '灰', shape: '○', paint: '#57606a' },
  G: { letter: '绿', shape: '●', paint: '#1a6b3c' },
}

const thousands = new Intl.NumberFormat('zh-CN')

export const wholeNumber = (value: number): string => thousands.format(value)
/** A share as far as a confidence can be believed. */
export const wholePercent = (share: number): string => `${Math.round(share * 100)}%`
export const percent = (share: number): string => `${(share * 100).toFixed(1)}%`
