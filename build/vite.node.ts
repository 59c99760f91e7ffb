import { builtinModules } from 'node:module'
import { defineConfig } from 'vite'

/** Programs that run in Node: the command line, `npm start` and the bench. */
export default defineConfig({
  publicDir: false,
  ssr: {
    target: 'node',
    noExternal: true,
    external: [...builtinModules, '@duckdb/duckdb-wasm', '@duckdb/node-api', 'exceljs', 'playwright-core'],
  },
  build: {
    ssr: true,
    target: 'node20',
    minify: false,
    sourcemap: false,
    rolldownOptions: {
      input: {
        jpf: 'build/cli.ts',
        start: 'build/start.ts',
        bench: 'build/bench/bench.ts',
        'bench-child': 'build/bench/child.ts',
        'bench-app': 'build/bench/app.ts',
        'bench-extract': 'build/bench/extract.ts',
      },
      external: [/^node:/, /^@duckdb\//, 'exceljs', 'playwright-core'],
      output: { format: 'es', entryFileNames: '[name].mjs', chunkFileNames: 'part-[name].mjs' },
    },
  },
})
