import { builtinModules } from 'node:module'
import { defineConfig } from 'vite'

/** Programs that run in Node: the command line and `npm start`. */
export default defineConfig({
  publicDir: false,
  ssr: { target: 'node', noExternal: true, external: [...builtinModules, '@duckdb/duckdb-wasm'] },
  build: {
    ssr: true,
    target: 'node20',
    minify: false,
    sourcemap: false,
    rolldownOptions: {
      input: { jpf: 'build/cli.ts', start: 'build/start.ts' },
      external: [/^node:/, /^@duckdb\//],
      output: { format: 'es', entryFileNames: '[name].mjs', chunkFileNames: 'part-[name].mjs' },
    },
  },
})
