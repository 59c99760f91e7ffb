import { defineConfig } from 'vitest/config'

export default defineConfig({
  test: {
    include: ['{build,engine,main,renderer,sample-data}/**/*.test.ts'],
    exclude: ['**/node_modules/**', 'build/out/**'],
    pool: 'forks',
    maxWorkers: 2,
    testTimeout: 120_000,
    hookTimeout: 300_000,
  },
})
