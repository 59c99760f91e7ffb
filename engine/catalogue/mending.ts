/** Headings of a list that goes to a department to be mended, before the columns of the category itself. */
export const MENDING = {
  file: '※文件',
  sheet: '※工作表',
  row: '※行',
  column: '※问题列',
  rule: '※规则',
  severity: '※级别',
  text: '※原文',
  message: '※说明和办法',
} as const

export const MENDING_HEADINGS: readonly string[] = Object.values(MENDING)

/** Whether a heading is ours and no data. */
export const isMendingHeading = (heading: string): boolean => heading.trim().startsWith('※')
