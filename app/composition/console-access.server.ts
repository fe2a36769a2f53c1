/** Wires who may use the console and the API: signing in, passwords, the creditor's own people and its keys. */
import type { Database } from '~/data/database.server'
import { createPasswordHasher } from '~/platform/password-hasher.server'
import { createRateLimiter } from '~/platform/rate-limit.server'
import { authenticateApiKey } from '~/use-cases/authenticate-api-key'
import { changeConsoleUser } from '~/use-cases/change-console-user'
import { changeOwnPassword } from '~/use-cases/change-own-password'
import { identifyConsoleUser } from '~/use-cases/identify-console-user'
import { inviteConsoleUser } from '~/use-cases/invite-console-user'
import { issueApiKey } from '~/use-cases/issue-api-key'
import { listApiKeys } from '~/use-cases/list-api-keys'
import { listConsoleUsers } from '~/use-cases/list-console-users'
import type { Clock } from '~/use-cases/ports/clock'
import type { IdSource } from '~/use-cases/ports/ids'
import type { UnitOfWork } from '~/use-cases/ports/unit-of-work'
import { requestPasswordLink } from '~/use-cases/request-password-link'
import { revokeApiKey } from '~/use-cases/revoke-api-key'
import { sendPasswordLink } from '~/use-cases/send-password-link'
import { setPassword } from '~/use-cases/set-password'
import { showPasswordLink } from '~/use-cases/show-password-link'
import { signInConsoleUser } from '~/use-cases/sign-in-console-user'
import { signOutConsoleUser } from '~/use-cases/sign-out-console-user'

interface ConsoleAccessParts {
  database: Database
  unitOfWork: UnitOfWork
  clock: Clock
  ids: IdSource
}

const QUARTER_OF_AN_HOUR = 900

export function wireConsoleAccess({ database, ...parts }: ConsoleAccessParts) {
  const limit = (name: string, attempts: number, windowSeconds: number) =>
    createRateLimiter(database.pool, { name, attempts, windowSeconds })
  const deps = {
    ...parts,
    passwordHasher: createPasswordHasher(),
    signInLimits: {
      byNetwork: limit('console-sign-in-network', 60, QUARTER_OF_AN_HOUR),
      byEmailAndNetwork: limit('console-sign-in-email-network', 10, QUARTER_OF_AN_HOUR),
      byEmail: limit('console-sign-in-email', 60, 300),
    },
    ownPasswordLimit: limit('console-own-password', 10, QUARTER_OF_AN_HOUR),
    passwordRequestLimits: {
      byNetwork: limit('console-password-request-network', 20, QUARTER_OF_AN_HOUR),
      byEmail: limit('console-password-request-email', 3, 3600),
    },
    passwordMailLimit: limit('console-password-mail', 60, 3600),
  }
  const bind =
    <Input, Output>(useCase: (dependencies: typeof deps, input: Input) => Output) =>
    (input: Input) =>
      useCase(deps, input)
  return {
    useCases: {
      signInConsoleUser: bind(signInConsoleUser),
      identifyConsoleUser: bind(identifyConsoleUser),
      signOutConsoleUser: bind(signOutConsoleUser),
      changeOwnPassword: bind(changeOwnPassword),
      requestPasswordLink: bind(requestPasswordLink),
      showPasswordLink: bind(showPasswordLink),
      setPassword: bind(setPassword),
      listConsoleUsers: bind(listConsoleUsers),
      inviteConsoleUser: bind(inviteConsoleUser),
      sendPasswordLink: bind(sendPasswordLink),
      changeConsoleUser: bind(changeConsoleUser),
      authenticateApiKey: bind(authenticateApiKey),
      issueApiKey: bind(issueApiKey),
      listApiKeys: bind(listApiKeys),
      revokeApiKey: bind(revokeApiKey),
    },
  }
}
