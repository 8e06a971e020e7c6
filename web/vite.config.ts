import { sveltekit } from '@sveltejs/kit/vite'
import { SvelteKitPWA } from '@vite-pwa/sveltekit'
import { defaultClientConditions, defineConfig } from 'vite'
import { catalogues } from './catalogues.ts'
import { models, RESOLVE } from './models.ts'
import { templates } from './templates.ts'

export default defineConfig({
  plugins: [
    catalogues(),
    sveltekit(),
    templates(),
    models(),
    SvelteKitPWA({
      strategies: 'injectManifest',
      srcDir: 'src',
      filename: 'service-worker.ts',
      registerType: 'prompt',
      injectRegister: false,
      manifest: {
        name: 'Evenkeel 稳舟',
        short_name: '稳舟',
        description: '断网也能用的在线客服 · Customer service that works without a network',
        lang: 'zh-CN',
        start_url: '/',
        scope: '/',
        display: 'standalone',
        theme_color: '#0f4c5c',
        background_color: '#f4f6f5',
        icons: [
          { src: '/icons/icon-192.png', sizes: '192x192', type: 'image/png', purpose: 'any' },
          { src: '/icons/icon-512.png', sizes: '512x512', type: 'image/png', purpose: 'any' },
          { src: '/icons/icon-maskable-512.png', sizes: '512x512', type: 'image/png', purpose: 'maskable' },
        ],
      },
      injectManifest: {
        globPatterns: ['client/**/*.{js,css,svg,png,webmanifest,bin}'],
        globIgnores: ['client/{templates,models}/**', 'client/_app/immutable/workers/**'],
      },
      kit: { spa: true, adapterFallback: 'index.html' },
      devOptions: { enabled: false },
    }),
  ],
  worker: { format: 'es', plugins: () => [models()] },
  resolve: { alias: RESOLVE.alias, conditions: [...RESOLVE.conditions, ...defaultClientConditions] },
  build: {
    target: 'es2022',
    // What a page needs beside its own code it asks for itself: the lists of it, for each page in each, weigh more on the first screen.
    modulePreload: { polyfill: false, resolveDependencies: (_file, dependencies) => dependencies.filter((name) => name.endsWith('.css')) },
    // The looks of small controls in one file: the first screen carries the name of each that a page may ask for.
    rolldownOptions: {
      output: {
        codeSplitting: {
          groups: [
            { name: 'controls', test: /lib\/ui\/(Amount|Check|Chips|Choice|Field|Filter|SearchBox|Select|TextArea)\.svelte\?.*type=style/ },
          ],
        },
      },
    },
  },
  server: { fs: { allow: ['..'] } },
})
