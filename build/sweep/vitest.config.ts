import { defineConfig } from 'vitest/config'

/** Long checks, one after another; `npm test` leaves them out. */
export default defineConfig({
  test: {
    include: ['build/sweep/**/*.sweep.ts'],
    pool: 'forks',
    maxWorkers: 1,
    hookTimeout: 600_000,
    disableConsoleIntercept: true,
  },
})
