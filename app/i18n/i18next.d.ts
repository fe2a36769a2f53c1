/** Keys of texts are types: a key that does not exist does not compile. English is the measure. */
import type access from '../../locales/en/access.json'
import type claims from '../../locales/en/claims.json'
import type common from '../../locales/en/common.json'
import type contact from '../../locales/en/contact.json'
import type consoleTexts from '../../locales/en/console.json'
import type delegation from '../../locales/en/delegation.json'
import type dispute from '../../locales/en/dispute.json'
import type email from '../../locales/en/email.json'
import type errors from '../../locales/en/errors.json'
import type exportTexts from '../../locales/en/exports.json'
import type invoice from '../../locales/en/invoice.json'
import type ledger from '../../locales/en/ledger.json'
import type money from '../../locales/en/money.json'
import type paper from '../../locales/en/paper.json'
import type pay from '../../locales/en/pay.json'
import type sandbox from '../../locales/en/sandbox.json'
import type statement from '../../locales/en/statement.json'

declare module 'i18next' {
  interface CustomTypeOptions {
    defaultNS: 'common'
    // No text depends on a context: an underscore in a key is a part of its name.
    contextSeparator: '::'
    resources: {
      access: typeof access
      claims: typeof claims
      common: typeof common
      console: typeof consoleTexts
      contact: typeof contact
      delegation: typeof delegation
      dispute: typeof dispute
      email: typeof email
      errors: typeof errors
      exports: typeof exportTexts
      invoice: typeof invoice
      ledger: typeof ledger
      money: typeof money
      paper: typeof paper
      pay: typeof pay
      sandbox: typeof sandbox
      statement: typeof statement
    }
  }
}
