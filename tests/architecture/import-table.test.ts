/** Proves that the linter refuses what the architecture forbids: a rule that no longer fires fails here. */
import { ESLint } from 'eslint'
import { describe, expect, it } from 'vitest'
import { LAYERS } from '../../eslint/import-table.mjs'

/** These snippets stand in no file, so the rules that need types are left out. */
const eslint = new ESLint({
  overrideConfig: {
    languageOptions: { parserOptions: { projectService: false, project: null } },
  },
  ruleFilter: ({ ruleId }) => /^(architecture\/|no-restricted-|max-lines)/.test(ruleId),
})

/** Ids of the rules that `code` breaks in `filePath`, each once. */
async function lint(filePath: string, code: string): Promise<string[]> {
  const [result] = await eslint.lintText(code, { filePath })
  const fatal = result!.messages.find((message) => message.fatal === true)
  if (fatal) throw new Error(fatal.message)
  return [...new Set(result!.messages.map((message) => String(message.ruleId)))]
}

const IMPORTS = ['architecture/imports']

/** One file of each layer, to import from and to import. */
const EXAMPLES: Readonly<Record<string, string>> = {
  domain: 'domain/money',
  ports: 'use-cases/ports/clock',
  'use-cases': 'use-cases/start-payment',
  data: 'data/database.server',
  gateways: 'gateways/sandbox/sandbox-gateway.server',
  ingest: 'ingest/ubl/read-ubl-document',
  documents: 'documents/receipt.server',
  emails: 'emails/mailer.server',
  reporting: 'reporting/webhook-sender.server',
  i18n: 'i18n/formatters',
  platform: 'platform/logger.server',
  html: 'components/html',
  words: 'components/unit-names',
  components: 'components/callout',
  styles: 'styles/index.css',
  composition: 'composition.server',
  frame: 'root',
  routes: 'routes/statement',
  cli: 'cli/serve',
}

/** The table as it stands in DESIGN.md: layer -> what it may import beside itself. */
const OUTSIDE = ['domain', 'ports', 'i18n', 'platform']
const ADAPTERS = ['data', 'gateways', 'ingest', 'documents', 'emails', 'reporting']
const ALLOWED: Readonly<Record<string, readonly string[]>> = {
  domain: [],
  ports: ['domain'],
  'use-cases': ['domain', 'ports'],
  ...Object.fromEntries(ADAPTERS.map((layer) => [layer, OUTSIDE])),
  emails: [...OUTSIDE, 'html'],
  documents: [...OUTSIDE, 'words'],
  html: [],
  words: ['domain', 'i18n'],
  i18n: ['domain'],
  platform: ['domain', 'ports', 'i18n'],
  components: ['domain', 'i18n', 'html', 'words'],
  composition: [...OUTSIDE, ...ADAPTERS, 'use-cases'],
  routes: ['composition', 'domain', 'components', 'html', 'words', 'i18n', 'platform', 'frame', 'styles'],
  cli: ['composition', 'domain', 'components', 'html', 'i18n', 'platform'],
}

it('has an example of every layer here', () => {
  expect(Object.keys(EXAMPLES).sort()).toEqual(Object.keys(LAYERS).sort())
})

describe.each(Object.entries(ALLOWED))('%s', (from, allowed) => {
  const filePath = `app/${EXAMPLES[from]!}.${from === 'routes' || from === 'components' ? 'tsx' : 'ts'}`

  it.each(Object.keys(EXAMPLES).filter((to) => to !== from))('imports %s only if the table says so', async (to) => {
    const broken = await lint(filePath, `import { x } from '~/${EXAMPLES[to]!}'\nexport const y = x`)
    expect(broken).toEqual(allowed.includes(to) ? [] : IMPORTS)
  })

  it('imports its own layer', async () => {
    // A route may not use another, and composition.server has nothing beside it yet.
    const beside =
      from === 'routes'
        ? './statement.css'
        : from === 'composition'
          ? '~/composition.server'
          : from === 'html'
            ? './html'
            : from === 'words'
              ? './unit-names'
              : './beside'
    expect(await lint(filePath, `import { x } from '${beside}'\nexport const y = x`)).toEqual([])
  })
})

describe('an import is seen', () => {
  it.each([
    ['by its alias', `import { x } from '~/data/database.server'\nexport const y = x`],
    ['by its relative path', `import { x } from '../data/database.server'\nexport const y = x`],
    ['when it is dynamic', `export const y = import('~/data/database.server')`],
    ['when it is exported again', `export { x } from '~/data/database.server'`],
    ['when everything is exported again', `export * from '~/data/database.server'`],
    ['when it is for its effect', `import '~/data/database.server'`],
    ['when it is a type', `import type { X } from '~/data/database.server'\nexport type Y = X`],
    ['when it is a type in place', `export type Y = import('~/data/database.server').X`],
  ])('%s', async (_how, code) => {
    expect(await lint('app/domain/rule.ts', code)).toEqual(IMPORTS)
  })
})

describe('routes and commands', () => {
  it.each(['app/routes/pay.tsx', 'app/cli/start.ts'])(
    '%s take types of use cases, and nothing that runs',
    async (file) => {
      expect(await lint(file, `import type { X } from '~/use-cases/start-payment'\nexport type Y = X`)).toEqual([])
      expect(await lint(file, `import { x } from '~/use-cases/start-payment'\nexport const y = x`)).toEqual(IMPORTS)
    },
  )

  it('share nothing from route to route', async () => {
    const code = `import { x } from '../statement/columns'\nexport const y = x`
    expect(await lint('app/routes/pay/route.tsx', code)).toEqual(IMPORTS)
    expect(await lint('app/routes/statement/route.tsx', code.replace('../statement/', './'))).toEqual([])
  })

  it('are thin', async () => {
    const lines = Array.from({ length: 201 }, (_, index) => `export const line${index} = ${index}`).join('\n')
    expect(await lint('app/routes/pay.tsx', lines)).toEqual(['max-lines'])
    expect(await lint('app/use-cases/start-payment.ts', lines)).toEqual([])
    expect(await lint('app/use-cases/start-payment.ts', `${lines}\n${lines.replaceAll('line', 'more')}`)).toEqual([
      'max-lines',
    ])
  })
})

describe('packages', () => {
  it.each([
    ['@prisma/client', 'app/use-cases/start-payment.ts'],
    ['@prisma/client', 'app/composition.server.ts'],
    ['@prisma/adapter-pg', 'app/cli/migrate.ts'],
    ['pg', 'app/reporting/webhook-sender.server.ts'],
    ['pg-boss', 'app/platform/jobs.server.ts'],
    ['~/data/generated/client', 'app/composition.server.ts'],
    ['stripe', 'app/composition.server.ts'],
    ['stripe', 'app/gateways/adyen/adyen-gateway.server.ts'],
    ['@adyen/api-library', 'app/gateways/stripe/stripe-gateway.server.ts'],
    ['@adyen/api-library', 'app/routes/webhooks.adyen.ts'],
    ['@aws-sdk/client-s3', 'app/composition.server.ts'],
    ['react', 'app/domain/money.ts'],
    ['node:fs', 'app/domain/money.ts'],
    ['zod', 'app/domain/money.ts'],
    ['node:fs/promises', 'app/use-cases/import-invoices.ts'],
    ['pino', 'app/use-cases/import-invoices.ts'],
    ['node:path', 'app/components/callout.tsx'],
  ])('%s is refused in %s', async (name, file) => {
    expect(await lint(file, `import x from '${name}'\nexport const y = x`)).toEqual(IMPORTS)
  })

  it.each([
    ['@prisma/adapter-pg', 'app/data/database.server.ts'],
    ['./generated/client', 'app/data/database.server.ts'],
    ['stripe', 'app/gateways/stripe/stripe-gateway.server.ts'],
    ['@adyen/api-library', 'app/gateways/adyen/adyen-gateway.server.ts'],
    ['@adyen/api-library', 'tests/simulators/adyen/harness.ts'],
    ['@aws-sdk/client-s3', 'app/data/s3-file-store.server.ts'],
    ['currency.js', 'app/domain/money.ts'],
    ['canonicalize', 'app/domain/money.ts'],
    ['vitest', 'app/domain/money.test.ts'],
  ])('%s is allowed in %s', async (name, file) => {
    expect(await lint(file, `import x from '${name}'\nexport const y = x`)).toEqual([])
  })
})

describe('the environment, the clock and chance', () => {
  it.each(['app/composition.server.ts', 'app/routes/pay.tsx', 'app/domain/money.ts', 'app/cli/start.ts'])(
    'process.env is not read in %s',
    async (file) => {
      expect(await lint(file, 'export const port = process.env.PORT')).toEqual(['no-restricted-properties'])
    },
  )

  it('process.env is read where it is parsed', async () => {
    expect(await lint('app/platform/env.server.ts', 'export const port = process.env.PORT')).toEqual([])
  })

  it.each(['new Date()', 'Date.now()', 'Math.random()'])('%s is refused in rules and use cases', async (expression) => {
    for (const file of ['app/domain/payoff.ts', 'app/use-cases/start-payment.ts']) {
      expect(await lint(file, `export const x = ${expression}`)).toEqual(['no-restricted-syntax'])
    }
  })

  it.each(['new Date()', 'Date.now()'])('%s is refused in tests on a database', async (expression) => {
    expect(await lint('tests/integration/payments.test.ts', `export const x = ${expression}`)).toEqual([
      'no-restricted-syntax',
    ])
  })

  it('a day that is given may be computed with', async () => {
    expect(await lint('app/domain/payoff.ts', `export const x = new Date('2026-11-21')`)).toEqual([])
  })

  it('of node:crypto the rules take hashing alone', async () => {
    expect(
      await lint('app/domain/chain.ts', `import { createHash } from 'node:crypto'\nexport const x = createHash`),
    ).toEqual([])
    expect(
      await lint('app/domain/chain.ts', `import { randomUUID } from 'node:crypto'\nexport const x = randomUUID`),
    ).toEqual(['no-restricted-imports'])
  })
})

describe('a file of app/', () => {
  it('is in a layer', async () => {
    expect(await lint('app/helpers/dates.ts', 'export const x = 1')).toEqual(IMPORTS)
    expect(await lint('app/dates.ts', 'export const x = 1')).toEqual(IMPORTS)
  })
})
