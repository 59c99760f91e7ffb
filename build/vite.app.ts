import react from '@vitejs/plugin-react'
import { defineConfig, mergeConfig } from 'vite'
import browser from './vite.browser.ts'
import { withoutEval } from './without-eval.ts'

const HTML = 'renderer/index.html'

/** The app's page with the engine's and the printer's workers, as both shells serve it. */
export default mergeConfig(
  browser,
  defineConfig({
    base: '/',
    plugins: [
      react(),
      {
        name: 'index-at-the-top',
        enforce: 'post',
        generateBundle: (_, bundle) => {
          const page = bundle[HTML]
          if (page) page.fileName = 'index.html'
        },
      },
    ],
    worker: { plugins: () => [withoutEval()] },
    build: { minify: true, rolldownOptions: { input: { page: HTML } } },
  }),
)
