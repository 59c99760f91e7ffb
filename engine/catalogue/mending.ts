/** Headings of a list that goes to a department to be mended, before the columns of the category itself. */
export const MENDING_HEADINGS = ['※文件', '※工作表', '※行', '※问题列', '※规则', '※级别', '※原文', '※说明和办法'] as const

/** Whether a heading is ours and no data. */
export const isMendingHeading = (heading: string): boolean => heading.trim().startsWith('※')

/** Where a mended record names the one it replaces: positions of the cells for file, sheet and row. */
export interface MendedPlace {
  file: number
  sheet: number
  row: number
}

const NAMED_SO = /更正|补正|订正/

/**
 * Whether a sheet mends rows of others, and where its records say which: by the headings of a list that was sent out for it,
 * or by the name of the file alone.
 */
export const mendingOf = (
  path: string,
  headings: readonly { index: number; heading: string }[],
): { place: MendedPlace | null } | null => {
  const at = (name: string): number => headings.find(({ heading }) => heading.trim() === name)?.index ?? -1
  const [file, sheet, row] = MENDING_HEADINGS.slice(0, 3).map(at) as [number, number, number]
  if (file >= 0 && sheet >= 0 && row >= 0) return { place: { file, sheet, row } }
  return NAMED_SO.test(path.split('/').at(-1) ?? '') ? { place: null } : null
}
