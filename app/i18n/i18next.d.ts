/** Keys of texts are types: a key that does not exist does not compile. English is the measure. */
import type access from '../../locales/en/access.json'
import type agreement from '../../locales/en/agreement.json'
import type claims from '../../locales/en/claims.json'
import type common from '../../locales/en/common.json'
import type contact from '../../locales/en/contact.json'
import type consoleTexts from '../../locales/en/console.json'
import type delegation from '../../locales/en/delegation.json'
import type discount from '../../locales/en/discount.json'
import type dispute from '../../locales/en/dispute.json'
import type email from '../../locales/en/email.json'
import type errors from '../../locales/en/errors.json'
import type exportTexts from '../../locales/en/exports.json'
import type instalment from '../../locales/en/instalment.json'
import type invoice from '../../locales/en/invoice.json'
import type ledger from '../../locales/en/ledger.json'
import type money from '../../locales/en/money.json'
import type offer from '../../locales/en/offer.json'
import type paper from '../../locales/en/paper.json'
import type planning from '../../locales/en/planning.json'
import type pay from '../../locales/en/pay.json'
import type interest from '../../locales/en/interest.json'
import type payoff from '../../locales/en/payoff.json'
import type reminder from '../../locales/en/reminder.json'
import type promise from '../../locales/en/promise.json'
import type sandbox from '../../locales/en/sandbox.json'
import type statement from '../../locales/en/statement.json'

declare module 'i18next' {
  interface CustomTypeOptions {
    defaultNS: 'common'
    // No text depends on a context: an underscore in a key is a part of its name.
    contextSeparator: '::'
    resources: {
      access: typeof access
      agreement: typeof agreement
      claims: typeof claims
      common: typeof common
      console: typeof consoleTexts
      contact: typeof contact
      delegation: typeof delegation
      discount: typeof discount
      dispute: typeof dispute
      email: typeof email
      errors: typeof errors
      exports: typeof exportTexts
      instalment: typeof instalment
      invoice: typeof invoice
      ledger: typeof ledger
      money: typeof money
      offer: typeof offer
      paper: typeof paper
      pay: typeof pay
      planning: typeof planning
      interest: typeof interest
      payoff: typeof payoff
      reminder: typeof reminder
      promise: typeof promise
      sandbox: typeof sandbox
      statement: typeof statement
    }
  }
}
