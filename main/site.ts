import { readdir, stat } from 'node:fs/promises'
import { extname, join } from 'node:path'

const TYPES: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.wasm': 'application/wasm',
  '.ttf': 'font/ttf',
  '.svg': 'image/svg+xml',
  '.json': 'application/json; charset=utf-8',
}

export interface SiteFile {
  path: string
  type: string
  size: number
}

const under = async (folder: string): Promise<[string, SiteFile][]> => {
  const names = await readdir(folder, { recursive: true }).catch(() => [])
  const files = await Promise.all(
    names.map(async (name): Promise<[string, SiteFile] | null> => {
      const path = join(folder, name)
      const status = await stat(path)
      const type = TYPES[extname(name)] ?? 'application/octet-stream'
      return status.isFile() ? [name.replaceAll('\\', '/'), { path, type, size: status.size }] : null
    }),
  )
  return files.flatMap((file) => (file === null ? [] : [file])).sort(([a], [b]) => (a < b ? -1 : 1))
}

/** Everything either shell serves, by address; nothing is looked up on the disk by what a page asks. */
export interface Site {
  files: ReadonlyMap<string, SiteFile>
  /** Body of `/sample/index.json`: the files of the sample county. */
  sampleIndex: string
}

export const SAMPLE = '/sample/'

/** Reads what there is once: the built app, and the sample county under `/sample/`. */
export const openSite = async (program: string, sample: string): Promise<Site> => {
  const [app, county] = [await under(program), await under(sample)]
  return {
    files: new Map([
      ...app.map(([name, file]) => [`/${name}`, file] as const),
      ...county.map(([name, file]) => [`${SAMPLE}${name}`, { ...file, type: 'application/octet-stream' }] as const),
    ]),
    sampleIndex: JSON.stringify(county.map(([path, { size }]) => ({ path, size }))),
  }
}

/** The page, with the nonce its styles need. */
export const withNonce = (html: string, nonce: string): string => html.replaceAll('__NONCE__', nonce)
