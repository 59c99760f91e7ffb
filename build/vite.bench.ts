import { defineConfig, mergeConfig } from 'vite'
import browser from './vite.browser.ts'

/** The page and worker that replay a recording in a browser. */
export default mergeConfig(browser, defineConfig({ build: { rolldownOptions: { input: { page: 'build/bench/page.ts' } } } }))
