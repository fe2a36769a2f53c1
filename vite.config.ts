import path from 'node:path'
import { vitePlugin as remix } from '@remix-run/dev'
import { defineConfig, type Plugin } from 'vite'
import { checkLocalesPlugin } from './app/i18n/check-locales'

declare module '@remix-run/node' {
  interface Future {
    v3_singleFetch: true
  }
}

/** The commands that run from the server bundle, so that all share one copy of every module. */
const COMMANDS = ['start', 'worker', 'demo', 'migrate', 'import', 'creditor', 'link', 'jobs']

/** What runs in threads of their own. */
const THREADS = { 'ledger-comparison-thread': path.resolve('app/ingest/ledger/ledger-comparison-thread.ts') }

/** Builds the commands and threads beside Remix's own server entry. Remix sets a single input; this runs after it and widens it. */
function buildCommands(): Plugin {
  return {
    name: 'quittance-commands',
    enforce: 'post',
    config(_config, { isSsrBuild }) {
      if (isSsrBuild !== true) return undefined
      const commands = COMMANDS.map((name) => [name, path.resolve(`app/cli/${name}.ts`)] as const)
      return {
        build: {
          rollupOptions: {
            input: { index: 'virtual:remix/server-build', ...Object.fromEntries(commands), ...THREADS },
            output: { entryFileNames: '[name].js', chunkFileNames: 'chunks/[name]-[hash].js' },
          },
        },
      }
    },
  }
}

export default defineConfig({
  resolve: { alias: { '~': path.resolve('app') } },
  build: {
    target: 'es2022',
    assetsInlineLimit: 0,
    chunkSizeWarningLimit: 1500,
    rollupOptions: {
      onwarn(warning, warn) {
        // A route that only answers requests has nothing for the browser.
        if (warning.code !== 'EMPTY_BUNDLE') warn(warning)
      },
    },
  },
  plugins: [
    remix({
      appDirectory: 'app',
      buildDirectory: 'build',
      ignoredRouteFiles: ['**/*.test.*'],
      future: {
        v3_fetcherPersist: true,
        v3_relativeSplatPath: true,
        v3_throwAbortReason: true,
        v3_routeConfig: true,
        v3_singleFetch: true,
        v3_lazyRouteDiscovery: true,
      },
    }),
    buildCommands(),
    checkLocalesPlugin(),
  ],
})
