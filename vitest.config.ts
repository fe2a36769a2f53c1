import path from 'node:path'
import { defineConfig } from 'vitest/config'

// Nothing may depend on the machine's time zone: tests run in one that is far from UTC and not a whole hour off.
process.env['TZ'] = 'Pacific/Chatham'

export default defineConfig({
  resolve: { alias: { '~': path.resolve('app') } },
  test: {
    environment: 'node',
    maxWorkers: 2,
    setupFiles: ['tests/setup/fail-on-console.ts'],
    projects: [
      {
        extends: true,
        test: {
          name: 'unit',
          // No test of this kind replaces modules or globals: the files of a worker share what they import.
          isolate: false,
          // No test measures time; a slow machine is not a failure.
          testTimeout: 60_000,
          hookTimeout: 60_000,
          include: [
            'app/**/*.test.{ts,tsx}',
            'prisma/**/*.test.ts',
            'tests/architecture/**/*.test.ts',
            'tests/simulators/**/*.test.ts',
          ],
        },
      },
      {
        extends: true,
        test: {
          name: 'integration',
          include: ['tests/integration/**/*.test.ts'],
          globalSetup: ['tests/setup/postgres.global.ts'],
          testTimeout: 60_000,
          hookTimeout: 60_000,
        },
      },
      {
        extends: true,
        test: {
          name: 'crash',
          include: ['tests/faults/**/*.test.ts'],
          testTimeout: 300_000,
          hookTimeout: 60_000,
        },
      },
    ],
  },
})
