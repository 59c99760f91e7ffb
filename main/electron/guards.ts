import type { App, Session, WebContents } from 'electron'

export const SCHEME = 'app'
export const HOME = `${SCHEME}://${SCHEME}/`

/** Whether a page may go to an address: only within the app. */
export const isOurs = (address: string): boolean => {
  try {
    const { protocol, host } = new URL(address)
    return protocol === `${SCHEME}:` && host === SCHEME
  } catch {
    return false
  }
}

/** Whether a request may leave the page: nothing that needs a network. */
export const mayRequest = (address: string): boolean => isOurs(address) || /^(blob:app:|data:|devtools:)/.test(address)

/** Shuts every door of a browser session that the app does not use. */
export const guardSession = (
  session: Pick<Session, 'setPermissionRequestHandler' | 'setPermissionCheckHandler' | 'webRequest'>,
): void => {
  session.setPermissionRequestHandler((_contents, _permission, answer) => answer(false))
  session.setPermissionCheckHandler(() => false)
  session.webRequest.onBeforeRequest((details, answer) => answer({ cancel: !mayRequest(details.url) }))
}

/** Keeps a page where it is: no other page, no window, no frame of another origin. */
export const guardContents = (contents: Pick<WebContents, 'on' | 'setWindowOpenHandler'>): void => {
  contents.on('will-navigate', (event) => {
    if (!isOurs(event.url)) event.preventDefault()
  })
  contents.on('will-redirect', (event) => {
    if (!isOurs(event.url)) event.preventDefault()
  })
  contents.on('will-frame-navigate', (event) => {
    if (!isOurs(event.url)) event.preventDefault()
  })
  contents.on('will-attach-webview', (event) => event.preventDefault())
  contents.setWindowOpenHandler(() => ({ action: 'deny' }))
}

/** Applies the guards to whatever page the app ever opens, and trusts no certificate. */
export const guardApp = (app: Pick<App, 'on'>): void => {
  app.on('web-contents-created', (_event, contents) => guardContents(contents))
  app.on('certificate-error', (event, _contents, _url, _error, _certificate, answer) => {
    event.preventDefault()
    answer(false)
  })
}
