import { type ChildProcess, spawn, spawnSync } from 'node:child_process'
import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { createConnection } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { dataFolder } from '../main/data-folder.ts'
import { openLoopback } from '../main/loopback/serve.ts'

const say = (text: string): void => void process.stdout.write(`${text}\n`)

/** What the launcher knows: where the repository is and how its parts are built. */
export interface Place {
  root: string
  built(name: string): Promise<string>
  /** Lays out Electron's program with its preload script and returns the folder. */
  stage(): Promise<string>
  findChromium(): string | null
  /** Electron's package, and its program where it was fetched. */
  electron: string
  electronProgram(): string | null
  argv: string[]
}

const SOURCE = 'github.com'
const PROBE = 3_000
const FETCH = 180_000

const isReachable = (host: string): Promise<boolean> =>
  new Promise((resolve) => {
    const socket = createConnection({ host, port: 443 })
    const end = (reached: boolean): void => {
      socket.destroy()
      resolve(reached)
    }
    socket.setTimeout(PROBE, () => end(false))
    socket.on('connect', () => end(true))
    socket.on('error', () => end(false))
  })

/** Electron's program, fetched once where that is possible; or why there is none. */
const findElectron = async ({ electron, electronProgram }: Place): Promise<{ program: string } | { reason: string }> => {
  const present = electronProgram()
  if (present !== null) return { program: present }
  if (!(await isReachable(SOURCE))) return { reason: '没有 Electron 程序，也不能下载 (no Electron binary, none can be fetched)' }
  spawnSync(process.execPath, [join(electron, 'install.js')], { stdio: 'inherit', timeout: FETCH })
  const fetched = electronProgram()
  return fetched === null ? { reason: 'Electron 下载失败 (the Electron binary could not be fetched)' } : { program: fetched }
}

const startElectron = async ({ root, built, stage }: Place, program: string, sample: boolean): Promise<void> => {
  const main = join(await stage(), 'main.mjs')
  const asRoot = process.getuid?.() === 0 ? ['--no-sandbox'] : []
  const env = { ...process.env, JPF_PROGRAM: await built('app'), JPF_COUNTY: join(root, 'sample-data/county') }
  const child = spawn(program, [...asRoot, main, ...(sample ? ['--sample'] : [])], { stdio: 'inherit', env })
  process.exitCode = await new Promise<number>((resolve) => child.on('exit', (code) => resolve(code ?? 1)))
}

const QUIET = [
  '--no-first-run',
  '--no-default-browser-check',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  '--disable-quic',
  '--no-pings',
]

/** A window of its own of an installed browser, with a profile that is forgotten afterwards. */
const openWindow = (program: string, address: string, profile: string): ChildProcess => {
  const asRoot = process.getuid?.() === 0 ? ['--no-sandbox'] : []
  return spawn(program, [...QUIET, ...asRoot, `--app=${address}`, `--user-data-dir=${profile}`, '--window-size=1366,768'], {
    stdio: 'ignore',
  })
}

const startLoopback = async (
  { root, built, findChromium }: Place,
  sample: boolean,
  print: boolean,
  reason: string,
): Promise<void> => {
  let end: () => void = () => undefined
  const ended = new Promise<void>((resolve) => {
    end = resolve
  })
  const { version } = JSON.parse(await readFile(join(root, 'package.json'), 'utf8')) as { version: string }
  const shell = await openLoopback({
    program: await built('app'),
    county: join(root, 'sample-data/county'),
    data: dataFolder(process.platform, process.env),
    version,
    sample,
    quit: end,
  })
  process.once('SIGINT', end)
  process.once('SIGTERM', end)
  const browser = print ? null : findChromium()
  const profile = await mkdtemp(join(tmpdir(), 'jpf-profile-'))
  if (browser === null) say(`浏览器方式 (browser): ${reason}。请在 Chromium、Chrome 或 Edge 中打开 (open): ${shell.address}`)
  else {
    say(`浏览器方式 (browser): ${reason}。窗口 (window): ${browser}`)
    const window = openWindow(browser, shell.address, profile)
    window.on('exit', end)
    window.on('error', () => say(`打不开浏览器窗口，请自行打开 (open): ${shell.address}`))
    void ended.then(() => window.kill())
  }
  await ended
  await shell.close()
  await rm(profile, { recursive: true, force: true, maxRetries: 5 })
}

/** Opens the app in Electron where there is one, else over loopback in a window of a browser, and says which and why. */
export const start = async (place: Place): Promise<void> => {
  const { values } = parseArgs({
    args: place.argv,
    options: {
      browser: { type: 'boolean', default: false },
      sample: { type: 'boolean', default: false },
      print: { type: 'boolean', default: false },
    },
  })
  const found = values.browser ? { reason: '按要求 (as asked)' } : await findElectron(place)
  if ('program' in found) {
    say(`Electron: ${found.program}`)
    await startElectron(place, found.program, values.sample)
  } else await startLoopback(place, values.sample, values.print, found.reason)
}
