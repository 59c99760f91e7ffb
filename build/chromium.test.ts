import { expect, test } from 'vitest'
import { candidates, findChromium } from './chromium.mjs'

test('a chosen browser comes first on every platform', () => {
  for (const platform of ['linux', 'darwin', 'win32'] as const) {
    expect(candidates(platform, { CHROME_PATH: 'mine' })[0]).toBe('mine')
  }
})

test('looks where each platform installs browsers', () => {
  expect(candidates('linux', { PATH: '/opt/bin' })).toContain('/opt/bin/chromium')
  expect(candidates('linux', {})).toContain('/usr/bin/google-chrome')
  expect(candidates('darwin', {})).toContain('/Applications/Microsoft Edge.app/Contents/MacOS/Microsoft Edge')
  expect(candidates('win32', { PROGRAMFILES: 'C:\\Programs' })).toContain('C:\\Programs\\Google\\Chrome\\Application\\chrome.exe')
})

test('finds the browser these tests run in', () => {
  expect(findChromium()).toBeTruthy()
})
