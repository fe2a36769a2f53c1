import path from 'node:path'
import { defineConfig } from 'vitest/config'

export default defineConfig({
  resolve: { alias: { '~': path.resolve('app') } },
  test: {
    projects: [{ extends: true, test: { name: 'unit', include: ['app/**/*.test.ts', 'app/**/*.test.tsx'], environment: 'node' } }],
  },
})
