import { spawnSync } from 'node:child_process'
import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'

const NAMES = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable', 'microsoft-edge', 'microsoft-edge-stable']

const MAC = [
  'Google Chrome.app/Contents/MacOS/Google Chrome',
  'Chromium.app/Contents/MacOS/Chromium',
  'Microsoft Edge.app/Contents/MacOS/Microsoft Edge',
]

const WINDOWS = [
  'Google\\Chrome\\Application\\chrome.exe',
  'Chromium\\Application\\chrome.exe',
  'Microsoft\\Edge\\Application\\msedge.exe',
]

/**
 * Where a browser of the Chromium family may be installed, most wanted first.
 * @param {NodeJS.Platform} platform
 * @param {Readonly<Record<string, string | undefined>>} environment
 * @returns {string[]}
 */
export const candidates = (platform, environment) => {
  const chosen = environment.CHROME_PATH ? [environment.CHROME_PATH] : []
  if (platform === 'darwin') {
    const folders = ['/Applications', ...(environment.HOME ? [join(environment.HOME, 'Applications')] : [])]
    return [...chosen, ...folders.flatMap((folder) => MAC.map((app) => `${folder}/${app}`))]
  }
  if (platform === 'win32') {
    const folders = [environment.PROGRAMFILES, environment['PROGRAMFILES(X86)'], environment.LOCALAPPDATA].filter(
      (folder) => folder,
    )
    return [...chosen, ...folders.flatMap((folder) => WINDOWS.map((program) => `${folder}\\${program}`))]
  }
  const folders = [...(environment.PATH ?? '').split(':').filter((folder) => folder), '/usr/bin', '/usr/local/bin', '/snap/bin']
  return [...chosen, ...NAMES.flatMap((name) => [...new Set(folders)].map((folder) => `${folder}/${name}`))]
}

/**
 * The installed browser to run the engine in, or null. A CHROME_PATH that does not exist counts as none.
 * @returns {string | null}
 */
export const findChromium = () => {
  if (process.env.CHROME_PATH && !existsSync(process.env.CHROME_PATH)) return null
  return candidates(process.platform, process.env).find((path) => existsSync(path)) ?? null
}

export const MISSING =
  'No Chromium, Chrome or Edge found: install one (Debian and Ubuntu: apt-get install chromium fonts-noto-cjk) or set CHROME_PATH to its program file.'

const isDebian = () => {
  try {
    return /^(ID|ID_LIKE)=.*(debian|ubuntu)/m.test(readFileSync('/etc/os-release', 'utf8')) && existsSync('/usr/bin/apt-get')
  } catch {
    return false
  }
}

/**
 * How this process may install packages: directly, by sudo without a password, or not at all.
 * @returns {string[] | null}
 */
const privilege = () => {
  if (process.getuid?.() === 0) return []
  return spawnSync('sudo', ['-n', 'true'], { stdio: 'ignore' }).status === 0 ? ['sudo', '-n'] : null
}

/**
 * Finds a browser, installing Debian's where that is possible; null if there is none in the end.
 * @returns {string | null}
 */
export const obtainChromium = () => {
  const found = findChromium()
  if (found || process.env.CHROME_PATH || process.platform !== 'linux' || !isDebian()) return found
  const prefix = privilege()
  if (!prefix) return null
  for (const step of [['update'], ['install', '-y', '--no-install-recommends', 'chromium', 'fonts-noto-cjk']]) {
    const [program, ...rest] = [...prefix, 'env', 'DEBIAN_FRONTEND=noninteractive', 'apt-get', ...step]
    if (spawnSync(/** @type {string} */ (program), rest, { stdio: ['ignore', 2, 2] }).status !== 0) return null
  }
  return findChromium()
}
