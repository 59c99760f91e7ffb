import { readdir, readFile, stat } from 'node:fs/promises'
import { join, relative } from 'node:path'
import { encode } from 'iconv-lite'

/** Files below a folder that hold one of the texts, in any encoding a program of this house might write. */
export const tracesOf = async (folder: string, texts: readonly string[]): Promise<string[]> => {
  const needles = texts.flatMap((text) => ['utf8', 'utf16le', 'gb18030'].map((encoding) => encode(text, encoding)))
  const found: string[] = []
  for (const name of await readdir(folder, { recursive: true })) {
    const path = join(folder, name)
    const bytes = await stat(path)
      .then((status) => (status.isFile() ? readFile(path) : null))
      .catch(() => null)
    if (bytes && needles.some((needle) => bytes.includes(needle))) found.push(relative(folder, path))
  }
  return found
}
