import type { IpcMain, IpcMainInvokeEvent } from 'electron'
import type { Calls } from '../calls.ts'
import type { ShellCall, ShellReply } from '../contract.ts'
import { PARAMS } from '../schema.ts'
import { isOurs } from './guards.ts'

const CHANNEL = 'jpf:'

/** Only the top frame of the app's own page may call. */
const isTrusted = ({ senderFrame }: Pick<IpcMainInvokeEvent, 'senderFrame'>): boolean =>
  senderFrame !== null && senderFrame.parent === null && isOurs(senderFrame.url)

/** Serves every call of the shell to the page, and to nobody else. */
export const serveCalls = (ipc: Pick<IpcMain, 'handle'>, calls: Pick<Calls, 'answer'>): void => {
  for (const name of Object.keys(PARAMS) as ShellCall[]) {
    ipc.handle(`${CHANNEL}${name}`, async (event, params: unknown): Promise<ShellReply<unknown>> => {
      if (!isTrusted(event)) return { ok: false, code: 'denied', message: '不接受这个来源的请求' }
      return calls.answer(name, params)
    })
  }
}
