import { builtinModules } from 'node:module'
import { defineConfig } from 'vite'

/** Electron's own program; its preload script is built apart, by `vite.preload.ts`, as a sandbox wants it. */
export default defineConfig({
  publicDir: false,
  ssr: { target: 'node', noExternal: true, external: [...builtinModules, 'electron'] },
  build: {
    ssr: true,
    target: 'node22',
    minify: false,
    rolldownOptions: {
      input: { main: 'main/electron/main.ts' },
      external: [/^node:/, 'electron'],
      output: { format: 'es', entryFileNames: '[name].mjs', chunkFileNames: 'part-[name].mjs' },
    },
  },
})
