import { EventEmitter } from 'node:events'
import type { Session, WebContents } from 'electron'
import { describe, expect, test } from 'vitest'
import { guardContents, guardSession, isOurs, mayRequest } from './guards.ts'

const FOREIGN = ['https://example.org/', 'http://127.0.0.1/', 'file:x', 'app://other/', 'app:app', 'javascript:1', 'nonsense']

test('only the app is ours', () => {
  expect(['app://app/', 'app://app/index.html'].map(isOurs)).toEqual([true, true])
  expect(FOREIGN.map(isOurs)).toEqual(FOREIGN.map(() => false))
})

test('nothing that needs a network may be asked for', () => {
  const network = ['https://example.org/', 'http://localhost/', 'ws://app/', 'wss://app/', 'ftp://app/', 'file:x']
  expect(network.map(mayRequest)).toEqual(network.map(() => false))
  expect(['app://app/page.js', 'blob:app://app/1', 'data:,'].map(mayRequest)).toEqual([true, true, true])
})

test('a session grants no permission and lets no request out', () => {
  const answers: unknown[] = []
  const session = {
    setPermissionRequestHandler: (handler: (a: unknown, b: string, answer: (granted: boolean) => void) => void) =>
      handler(null, 'geolocation', (granted) => answers.push(granted)),
    setPermissionCheckHandler: (handler: () => boolean) => answers.push(handler()),
    webRequest: {
      onBeforeRequest: (handler: (details: { url: string }, answer: (reply: object) => void) => void) => {
        for (const url of ['https://example.org/', 'app://app/']) handler({ url }, (reply) => answers.push(reply))
      },
    },
  }
  guardSession(session as unknown as Session)
  expect(answers).toEqual([false, false, { cancel: true }, { cancel: false }])
})

describe('a page', () => {
  const opened: unknown[] = []
  const contents = Object.assign(new EventEmitter(), {
    setWindowOpenHandler: (handler: (details: object) => unknown) => opened.push(handler({ url: 'app://app/' })),
  })
  guardContents(contents as unknown as WebContents)
  const prevented = (name: string, url: string): boolean => {
    let stopped = false
    contents.emit(name, { url, preventDefault: () => (stopped = true) })
    return stopped
  }

  test('goes nowhere but within the app', () => {
    for (const name of ['will-navigate', 'will-redirect', 'will-frame-navigate']) {
      expect(prevented(name, 'app://app/'), name).toBe(false)
      for (const url of FOREIGN) expect(prevented(name, url), `${name} ${url}`).toBe(true)
    }
  })

  test('opens no window and holds no webview', () => {
    expect(opened).toEqual([{ action: 'deny' }])
    expect(prevented('will-attach-webview', 'app://app/')).toBe(true)
  })
})
