import path from 'node:path'
import { defineConfig } from 'vitest/config'
import { LongestFirst } from './tests/setup/longest-first'

// Nothing may depend on the machine's time zone: tests run in one that is far from UTC and not a whole hour off.
process.env['TZ'] = 'Pacific/Chatham'

export default defineConfig({
  resolve: { alias: { '~': path.resolve('app') } },
  test: {
    environment: 'node',
    maxWorkers: 2,
    sequence: { sequencer: LongestFirst },
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
          // Nor does one of this kind, and each file has a database of its own.
          isolate: false,
          // Often one of them waits: for the database, for a timeout that a double of a provider provokes.
          maxWorkers: 3,
          sequence: { groupOrder: 1 },
          include: ['tests/integration/**/*.test.ts'],
          globalSetup: ['tests/setup/postgres.global.ts'],
          // A stop for what hangs: the longest take some seconds alone, and minutes on a machine that does much else.
          testTimeout: 300_000,
          hookTimeout: 300_000,
        },
      },
      {
        extends: true,
        test: {
          name: 'crash',
          sequence: { groupOrder: 2 },
          include: ['tests/faults/**/*.test.ts'],
          testTimeout: 300_000,
          hookTimeout: 60_000,
        },
      },
    ],
  },
})
