import { fileURLToPath } from 'node:url'
import { cloudflareTest } from '@cloudflare/vitest-plugin'
import { svelte } from '@sveltejs/vite-plugin-svelte'
import { playwright } from '@vitest/browser-playwright'
import { defaultClientConditions } from 'vite'
import { defineConfig } from 'vitest/config'
import { catalogues } from './web/catalogues.ts'
import { models, RESOLVE } from './web/models.ts'

const CHROMIUM = process.env.CHROMIUM ?? '/usr/bin/chromium'
const CHROMIUM_ARGS = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
]

const path = (to: string) => fileURLToPath(new URL(to, import.meta.url))

export default defineConfig({
  test: {
    projects: [
      {
        resolve: { alias: [{ find: '$shared', replacement: path('./shared') }] },
        test: {
          name: 'node',
          include: ['tests/{shared,models,sim,scripts,templates,web/i18n,web/import,web/ui}/**/*.test.ts', 'tests/house.test.ts'],
          exclude: ['**/*.browser.test.ts'],
          environment: 'node',
        },
      },
      {
        plugins: [cloudflareTest({ wrangler: { configPath: './wrangler.toml' }, remoteBindings: false })],
        test: { name: 'workers', include: ['tests/worker/**/*.test.ts'] },
      },
      {
        plugins: [catalogues(), models(), svelte({ configFile: false })],
        // What is found late would reload a test in its midst.
        optimizeDeps: { include: ['@huggingface/transformers'] },
        worker: { format: 'es', plugins: () => [models()] },
        resolve: {
          alias: [
            { find: '$shared', replacement: path('./shared') },
            { find: '$lib', replacement: path('./web/src/lib') },
            ...RESOLVE.alias,
          ],
          conditions: [...RESOLVE.conditions, ...defaultClientConditions],
        },
        test: {
          name: 'browser',
          include: ['tests/web/**/*.browser.test.ts'],
          browser: {
            enabled: true,
            headless: true,
            screenshotFailures: false,
            instances: [{ browser: 'chromium' }],
            provider: playwright({ launchOptions: { executablePath: CHROMIUM, args: CHROMIUM_ARGS } }),
          },
        },
      },
      {
        // Starts the built product in processes of its own and kills them.
        test: {
          name: 'crash',
          include: ['tests/{crash,chaos}/**/*.test.ts'],
          environment: 'node',
          testTimeout: 120_000,
          hookTimeout: 120_000,
        },
      },
    ],
  },
})
