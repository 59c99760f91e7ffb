import { defineConfig } from 'vite'

/** The one script between Electron and the page: CommonJS, importing nothing but Electron. */
export default defineConfig({
  publicDir: false,
  build: {
    ssr: true,
    target: 'chrome140',
    minify: false,
    rolldownOptions: {
      input: { preload: 'main/electron/preload.ts' },
      external: ['electron'],
      output: { format: 'cjs', entryFileNames: '[name].cjs' },
    },
  },
})
