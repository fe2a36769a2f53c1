import { parseArgs } from 'node:util'
import type { Application } from '~/composition.server'
import { parseLifetime } from '~/domain/access-link'
import type { Creditor } from '~/domain/creditor'
import { ACCESS_RIGHTS, parseAccessScope, type AccessRight } from '~/domain/access-scope'
import { USAGE_ERROR, type CommandOutput } from './command'
import { runForCreditor } from './run-for-creditor'

const USAGE =
  'usage: npm run link -- --creditor SLUG --debtor EXTERNAL_ID [--scope view,pay,dispute,agree] [--expires 30d] [--locale de]'

interface Call {
  creditor: string
  debtor: string
  scope: AccessRight[]
  /** Null takes the creditor's usual lifetime. */
  lifetimeHours: number | null
  locale: string | null
}

/** `npm run link`: prints the address of a new access link. Answers the exit status: 0, or 2 for a wrong call. */
export function runLink(
  argv: readonly string[],
  app: Pick<Application, 'findCreditor' | 'issueAccessLink'>,
  output: CommandOutput,
): Promise<number> {
  const command = {
    usage: USAGE,
    readCall,
    run: (creditor: Creditor, call: Call) => printLink(creditor, call, app, output),
  }
  return runForCreditor(command, argv, app, output)
}

async function printLink(
  creditor: Creditor,
  call: Call,
  app: Pick<Application, 'issueAccessLink'>,
  { print, printError }: CommandOutput,
): Promise<number> {
  const issued = await app.issueAccessLink({
    creditorId: creditor.id,
    debtorExternalId: call.debtor,
    scope: call.scope,
    lifetimeHours: call.lifetimeHours,
    locale: call.locale,
    recipient: null,
    issuedBy: 'cli',
  })
  if (!issued.ok) {
    printError(`${creditor.name} has no debtor "${call.debtor}".`)
    return USAGE_ERROR
  }
  print(issued.value.url)
  return 0
}

function readCall(argv: readonly string[]): Call | string {
  const { values } = parseArgs({
    args: [...argv],
    options: {
      creditor: { type: 'string' },
      debtor: { type: 'string' },
      scope: { type: 'string', default: ACCESS_RIGHTS.join(',') },
      expires: { type: 'string' },
      locale: { type: 'string' },
    },
  })
  const { creditor, debtor, locale } = values
  if (creditor === undefined) return '--creditor is missing.'
  if (debtor === undefined) return '--debtor is missing.'
  const scope = parseAccessScope(values.scope.split(',').map((right) => right.trim()))
  if (scope === null) return `--scope is a list of ${ACCESS_RIGHTS.join(', ')}.`
  const lifetime = values.expires === undefined ? { hours: null } : parseLifetime(values.expires)
  if (lifetime === null) return '--expires is a number of days or hours, up to two years: 30d, 12h.'
  const tag = locale === undefined ? null : Intl.getCanonicalLocales(locale)[0]
  return { creditor, debtor, scope, lifetimeHours: lifetime.hours, locale: tag ?? null }
}
