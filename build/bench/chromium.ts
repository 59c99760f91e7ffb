import { openChromium } from '../browser/chromium.ts'
import { openSite } from '../browser/server.ts'
import type { Replay } from './replay.ts'

/** Replays a recording in the worker of a fresh browser; `program` is the built page. */
export const replayInChromium = async (
  program: string,
  recording: string,
  onPhase: (phase: string) => void,
): Promise<{ replay: Replay; browser: string }> => {
  const site = await openSite(program)
  const { page, close } = await openChromium(site.origin)
  try {
    await page.exposeFunction('report', onPhase)
    await page.goto(`${site.origin}/`)
    await page.waitForFunction(() => 'replayed' in globalThis)
    const replay = await page.evaluate((address) => globalThis.replayed(address), site.mount(recording))
    return { replay, browser: page.context().browser()?.version() ?? '' }
  } finally {
    await close()
    await site.close()
  }
}
