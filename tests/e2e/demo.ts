/** What `npm run demo` prints: who can open what. */
import { readFileSync } from 'node:fs'

export interface DemoDebtor {
  locale: string
  currency: string
  creditor: string
  externalId: string
  /** An access link. */
  url: string
}

interface DemoConsole {
  creditor: string
  url: string
  email: string
  password: string
}

export interface Demo {
  /** http://127.0.0.1:PORT */
  origin: string
  debtors: DemoDebtor[]
  consoles: DemoConsole[]
  apiKeys: { creditor: string; key: string }[]
}

/** Adds what one line says; lines of any other kind are left alone. */
export function parseDemoLine(line: string, demo: Demo): void {
  const [kind, ...fields] = line.trim().split(' ')
  const [first = '', second = '', third = '', fourth = '', fifth = ''] = fields
  if (kind === 'ready' && fields.length === 1) demo.origin = new URL(first).origin
  if (kind === 'debtor' && fields.length === 5) {
    demo.debtors.push({ locale: first, currency: second, creditor: third, externalId: fourth, url: fifth })
  }
  if (kind === 'console' && fields.length === 4) {
    demo.consoles.push({ creditor: first, url: second, email: third, password: fourth })
  }
  if (kind === 'api-key' && fields.length === 2) demo.apiKeys.push({ creditor: first, key: second })
}

/** The demo that the global setup started. */
export function readDemo(): Demo {
  const file = process.env['QUITTANCE_DEMO']
  if (file === undefined) throw new Error('There is no demo: run the browser tests with "npx playwright test".')
  return JSON.parse(readFileSync(file, 'utf8')) as Demo
}
