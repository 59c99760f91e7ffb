import { join } from 'node:path'
import { app, BrowserWindow, dialog, ipcMain, Menu, protocol, session } from 'electron'
import { openCalls } from '../calls.ts'
import { openSite } from '../site.ts'
import { serveCalls } from './calls.ts'
import { guardApp, guardSession, HOME, SCHEME } from './guards.ts'
import { answerFrom } from './protocol.ts'

const { JPF_PROGRAM, JPF_COUNTY } = process.env

/** The built app and the sample county: beside the packed program, or where the launcher says. */
const place = (given: string | undefined, name: string): string =>
  app.isPackaged || given === undefined ? join(process.resourcesPath, name) : given

protocol.registerSchemesAsPrivileged([
  { scheme: SCHEME, privileges: { standard: true, secure: true, supportFetchAPI: true, codeCache: true } },
])

const MENU = Menu.buildFromTemplate([
  {
    label: '编辑',
    submenu: [
      { role: 'undo', label: '撤销' },
      { role: 'redo', label: '重做' },
      { role: 'cut', label: '剪切' },
      { role: 'copy', label: '复制' },
      { role: 'paste', label: '粘贴' },
      { role: 'selectAll', label: '全选' },
    ],
  },
  {
    label: '视图',
    submenu: [
      { role: 'zoomIn', label: '放大' },
      { role: 'zoomOut', label: '缩小' },
      { role: 'resetZoom', label: '实际大小' },
      { role: 'togglefullscreen', label: '全屏' },
    ],
  },
])

const openWindow = async (): Promise<void> => {
  const window = new BrowserWindow({
    width: 1366,
    height: 768,
    show: false,
    webPreferences: {
      preload: join(import.meta.dirname, 'preload.cjs'),
      sandbox: true,
      contextIsolation: true,
      nodeIntegration: false,
      nodeIntegrationInWorker: false,
      webviewTag: false,
    },
  })
  window.once('ready-to-show', () => window.show())
  window.webContents.on('will-prevent-unload', (event) => {
    const answer = dialog.showMessageBoxSync(window, {
      type: 'question',
      message: '结果还没有保存为工作区，确定离开吗？',
      buttons: ['留在这里', '离开'],
      defaultId: 0,
      cancelId: 0,
    })
    if (answer === 1) event.preventDefault()
  })
  let crashes = 0
  window.webContents.on('render-process-gone', () => {
    crashes++
    if (crashes === 1) window.webContents.reload()
    else
      dialog.showErrorBox(
        '精平扶',
        '窗口连续两次意外退出，可能是内存不足：请关闭其他程序后重新启动精平扶，再打开保存过的工作区。',
      )
  })
  await window.loadURL(HOME)
}

const start = async (): Promise<void> => {
  await app.whenReady()
  Menu.setApplicationMenu(MENU)
  guardSession(session.defaultSession)
  const site = await openSite(place(JPF_PROGRAM, 'app'), place(JPF_COUNTY, 'county'))
  protocol.handle(SCHEME, answerFrom(site))
  const calls = await openCalls({
    shell: 'electron',
    version: app.getVersion(),
    sample: process.argv.includes('--sample'),
    data: app.getPath('userData'),
    quit: () => app.quit(),
  })
  serveCalls(ipcMain, calls)
  app.on('will-quit', () => void calls.close())
  await openWindow()
}

guardApp(app)
app.on('window-all-closed', () => app.quit())
app.on('second-instance', () => BrowserWindow.getAllWindows()[0]?.focus())
if (app.requestSingleInstanceLock()) void start()
else app.quit()
