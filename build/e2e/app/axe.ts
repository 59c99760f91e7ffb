import { createRequire } from 'node:module'
import type { Page } from 'playwright-core'

interface Violation {
  id: string
  impact: string | null
  nodes: { html: string }[]
}

declare global {
  interface Window {
    axe?: { run(context: Document, options: object): Promise<{ violations: Violation[] }> }
  }
}

/** Lets a page be judged by axe-core; before the page is opened. */
export const withAxe = (page: Page): Promise<unknown> =>
  page.addInitScript({ path: createRequire(import.meta.url).resolve('axe-core/axe.min.js') })

/** What axe finds serious or critical on the page as it stands. */
export const seriousOf = async (page: Page): Promise<string[]> => {
  const violations = await page.evaluate(
    async () => (await window.axe?.run(document, { resultTypes: ['violations'] }))?.violations,
  )
  if (!violations) throw new Error('axe is not on the page')
  return violations
    .filter(({ impact }) => impact === 'serious' || impact === 'critical')
    .map(({ id, nodes }) => `${id}: ${nodes[0]?.html ?? ''}`)
}
