import { join } from 'node:path'
import { defineConfig } from 'vite'

/** The engine's worker and the page that drives it in tests. */
export default defineConfig({
  publicDir: false,
  resolve: {
    alias: {
      '@duckdb/duckdb-wasm/browser-blocking': join(
        import.meta.dirname,
        '../node_modules/@duckdb/duckdb-wasm/dist/duckdb-browser-blocking.mjs',
      ),
    },
  },
  worker: { format: 'es' },
  build: {
    target: 'chrome115',
    minify: false,
    assetsInlineLimit: 0,
    rolldownOptions: {
      input: { page: 'build/browser/page.ts' },
      output: { entryFileNames: '[name].js', chunkFileNames: 'part-[name].js', assetFileNames: '[name][extname]' },
    },
  },
})
