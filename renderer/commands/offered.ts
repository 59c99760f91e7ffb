import type { OfferedFile } from '../../engine/contract.ts'

/** Files of a picker, by their path below the chosen folder. */
export const ofPicker = (files: Iterable<File>): OfferedFile[] =>
  [...files].map((file) => ({ path: file.webkitRelativePath || file.name, file }))

const entries = (folder: FileSystemDirectoryEntry): Promise<FileSystemEntry[]> => {
  const reader = folder.createReader()
  const all: FileSystemEntry[] = []
  return new Promise((resolve, reject) => {
    const more = (): void =>
      reader.readEntries((found) => {
        if (found.length === 0) resolve(all)
        else {
          all.push(...found)
          more()
        }
      }, reject)
    more()
  })
}

const below = async (entry: FileSystemEntry): Promise<OfferedFile[]> => {
  if (entry.isDirectory) return (await Promise.all((await entries(entry as FileSystemDirectoryEntry)).map(below))).flat()
  const file = await new Promise<File>((resolve, reject) => (entry as FileSystemFileEntry).file(resolve, reject))
  return [{ path: entry.fullPath.replace(/^\//, ''), file }]
}

/** Files of what was dropped, folders opened all the way down. */
export const ofDrop = async (data: DataTransfer): Promise<OfferedFile[]> => {
  const dropped = [...data.items].flatMap((item) => item.webkitGetAsEntry() ?? [])
  return (await Promise.all(dropped.map(below))).flat()
}

/** A further delivery beside the earlier ones, each under a folder of its own so that equal names do not meet. */
export const further = (earlier: readonly OfferedFile[], more: readonly OfferedFile[]): OfferedFile[] => {
  const batches = earlier.map(({ path }) => Number(/^第(\d+)批\//.exec(path)?.[1] ?? 1))
  const next = Math.max(1, ...batches) + 1
  return [...earlier, ...more.map(({ path, file }) => ({ path: `第${next}批/${path}`, file }))]
}
