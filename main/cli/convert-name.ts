const WITH_ENDING = /^(.*[^/])\.[^./]{1,8}$/

const stemOf = (path: string): string => WITH_ENDING.exec(path)?.[1] ?? path

/** Name of each file's CSV: the file's with the ending `.csv`, and with its own ending too where another has the same. */
export const csvNames = (paths: readonly string[]): Map<string, string> => {
  const counts = new Map<string, number>()
  const key = (path: string) => stemOf(path).toLowerCase()
  for (const path of paths) counts.set(key(path), (counts.get(key(path)) ?? 0) + 1)
  return new Map(
    paths.map((path) => {
      const keeps = /\.csv$/i.test(path) && paths.filter((other) => other.toLowerCase() === path.toLowerCase()).length === 1
      return [path, keeps || counts.get(key(path)) === 1 ? `${stemOf(path)}.csv` : `${path}.csv`]
    }),
  )
}
