import { join } from 'node:path'
import { _electron } from 'playwright-core'
import { built, ROOT } from '../../launch.mjs'
import { stage } from '../../stage.mjs'
import type { AppWindow } from './app.ts'

/** The app in Electron itself, its data and profile in one folder. */
export const openElectron = async (program: string, data: string, sample: boolean): Promise<AppWindow> => {
  const asRoot = process.getuid?.() === 0 ? ['--no-sandbox'] : []
  const app = await _electron.launch({
    executablePath: program,
    args: [...asRoot, join(await stage(), 'main.mjs'), `--user-data-dir=${data}`, ...(sample ? ['--sample'] : [])],
    env: { ...process.env, JPF_PROGRAM: await built('app'), JPF_COUNTY: join(ROOT, 'sample-data/county') } as Record<
      string,
      string
    >,
    acceptDownloads: true,
    locale: 'zh-CN',
  })
  const outside: string[] = []
  const complaints: string[] = []
  const page = await app.firstWindow()
  page.on('request', (request) => {
    if (!/^(app|blob|data):/.test(request.url())) outside.push(request.url())
  })
  page.on('pageerror', (error) => complaints.push(error.message))
  page.on('console', (message) => {
    if (message.type() === 'error' || message.type() === 'warning') complaints.push(message.text())
  })
  return { page, outside, complaints, close: () => app.close() }
}
