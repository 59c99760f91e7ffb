import type { SheetText } from './workbook.ts'

/** The first sheet of an exported workbook: what it holds, for whoever opens it later. */
export const coverSheet = (lines: readonly (readonly [string, string | number])[]): SheetText => ({
  name: '封面',
  headings: ['项目', '内容'],
  widths: [18, 80],
  batches: () => [lines],
})
