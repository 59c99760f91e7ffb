import { cp, mkdtemp, readdir, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { framesOf, WATCH } from '../bench/frames.ts'
import { openApp } from '../e2e/app/app.ts'
import { screens } from '../e2e/app/pages.ts'
import { ROOT } from '../launch.mjs'

/** What loading a folder in the page took. */
export interface Loading {
  seconds: number
  /** Longest time between two frames of the page, in milliseconds. */
  worstFrame: number
  worstTask: number
  /** What the page says of the engine's memory. */
  memory: string
  /** Most memory the browser's processes held, in MB; null where the system does not tell. */
  resident: number | null
  /** Records and loaded records of the big file, as the page shows them. */
  row: string
}

/** Memory of all processes that work on a browser profile. */
const residentOf = async (profile: string): Promise<number | null> => {
  const processes = await readdir('/proc').catch(() => [])
  let pages: number | null = null
  for (const id of processes.filter((name) => /^\d+$/.test(name))) {
    const command = await readFile(`/proc/${id}/cmdline`, 'utf8').catch(() => '')
    if (!command.includes(profile)) continue
    const [, resident] = (await readFile(`/proc/${id}/statm`, 'utf8').catch(() => '')).split(' ')
    pages = (pages ?? 0) + Number(resident ?? 0)
  }
  return pages === null ? null : Math.round((pages * 4096) / 2 ** 20)
}

const AS_OF = '2025-05-18'

/** Opens the sample's register together with a big file in the app, as a person does, and watches the page meanwhile. */
export const loadInPage = async (name: string, write: (path: string) => void, patience: number): Promise<Loading> => {
  const folder = await mkdtemp(join(tmpdir(), 'jpf-sweep-'))
  const app = await openApp()
  let resident: number | null = null
  const watch = setInterval(async () => {
    const now = await residentOf(app.profile)
    if (now !== null) resident = Math.max(resident ?? 0, now)
  }, 1_000)
  try {
    await cp(join(ROOT, 'sample-data/county/P01省公安厅'), join(folder, 'P01省公安厅'), { recursive: true })
    write(join(folder, name))
    const { open } = screens(app.page)
    await open.asOf(AS_OF)
    await app.page.evaluate(WATCH)
    const begun = performance.now()
    await open.folder(folder)
    await app.page.getByRole('heading', { name: '文件', exact: true }).waitFor({ timeout: patience })
    const seconds = (performance.now() - begun) / 1_000
    const { frames, tasks } = await framesOf(app.page)
    const memory = (await app.page.getByText(/^内存 /).textContent()) ?? ''
    const row = await app.page.getByRole('row').filter({ hasText: name }).first().innerText()
    return { seconds, worstFrame: Math.max(...frames), worstTask: Math.max(0, ...tasks), memory, resident, row }
  } finally {
    clearInterval(watch)
    await app.close()
    await app.forget()
    await rm(folder, { recursive: true, force: true })
  }
}
