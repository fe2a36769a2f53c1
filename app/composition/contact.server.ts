/** Wires what debtors write to the creditor, pauses of reminders, and the history of bank details. */
import type { Database } from '~/data/database.server'
import { createPauseReader } from '~/data/pause-reader.server'
import { createRateLimiter } from '~/platform/rate-limit.server'
import { decideContactRequest } from '~/use-cases/decide-contact-request'
import { endOwnPauses, endReminderPause } from '~/use-cases/end-reminder-pause'
import type { Clock } from '~/use-cases/ports/clock'
import type { FileStore } from '~/use-cases/ports/file-store'
import type { IdSource } from '~/use-cases/ports/ids'
import type { DebtorAccount } from '~/use-cases/ports/statement-reader'
import type { UnitOfWork } from '~/use-cases/ports/unit-of-work'
import { readBankDetails } from '~/use-cases/read-bank-details'
import {
  listContactRequests,
  readContactEvidence,
  readContactRequest,
  readOwnContact,
  readReminderPause,
} from '~/use-cases/read-contact-requests'
import { readWaysOut } from '~/use-cases/read-ways-out'
import { sendContactRequest } from '~/use-cases/send-contact-request'

interface ContactServices {
  unitOfWork: UnitOfWork
  clock: Clock
  ids: IdSource
  fileStore: FileStore
}

export function wireContact({ database, ...services }: ContactServices & { database: Database }) {
  const pauseReader = createPauseReader(database.reader)
  const bind =
    <Input, Output>(useCase: (services: ContactServices, input: Input) => Output) =>
    (input: Input) =>
      useCase(services, input)
  return {
    useCases: {
      sendContactRequest: bind(sendContactRequest),
      decideContactRequest: bind(decideContactRequest),
      endReminderPause: bind(endReminderPause),
      endOwnPauses: bind(endOwnPauses),
      listContactRequests: bind(listContactRequests),
      readContactEvidence: bind(readContactEvidence),
      readContactRequest: bind(readContactRequest),
      readOwnContact: bind(readOwnContact),
      readWaysOut: bind(readWaysOut),
      readReminderPause: (account: DebtorAccount) => readReminderPause({ pauseReader, clock: services.clock }, account),
      readBankDetails: bind(readBankDetails),
    },
    limits: {
      /** By link: each is a mail to the creditor and one to an address that was typed. */
      contact: createRateLimiter(database.pool, { name: 'contact', attempts: 10, windowSeconds: 3600 }),
      /** By link, where the account is not opened. */
      contactUnopened: createRateLimiter(database.pool, {
        name: 'contact-unopened',
        attempts: 3,
        windowSeconds: 86_400,
      }),
    },
  }
}
