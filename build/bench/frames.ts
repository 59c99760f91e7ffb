import type { Page } from 'playwright-core'

/** Frames and long tasks as the page itself sees them. */
export interface Frames {
  frames: number[]
  tasks: number[]
}

/** Script that watches them from now on. */
export const WATCH = `(() => {
  window.frames_ = []; window.tasks_ = [];
  new PerformanceObserver((list) => { for (const one of list.getEntries()) window.tasks_.push(one.duration) }).observe({ entryTypes: ['longtask'] });
  let last = performance.now();
  const tick = (now) => { window.frames_.push(now - last); last = now; requestAnimationFrame(tick) };
  requestAnimationFrame(tick);
})()`

/** What was seen since it was last asked, in milliseconds. */
export const framesOf = (page: Page): Promise<Frames> =>
  page.evaluate('({ frames: window.frames_.splice(0), tasks: window.tasks_.splice(0) })') as Promise<Frames>
