import { describe, expect, it } from 'vitest'
import { fail, succeed } from '~/domain/result'
import { runJobs } from './run-jobs'

const at = new Date('2026-11-21T10:00:00Z')

const untold = {
  id: 'p',
  gateway: 'adyen',
  method: 'card',
  amountMinor: 10_00,
  currency: 'EUR',
  gatewayReference: 'CS1',
  transactionReference: null,
  expiresAt: at,
} as unknown as Awaited<ReturnType<Parameters<typeof runJobs>[1]['listStuckWork']>>['payments'][number]

function run(...argv: string[]) {
  const asked: unknown[] = []
  const lines: string[] = []
  const errors: string[] = []
  const app: Parameters<typeof runJobs>[1] = {
    listStuckWork: () =>
      Promise.resolve({
        jobs: [
          {
            id: 'j',
            name: 'send-refund',
            queuedAt: at,
            failedAt: at,
            attemptCount: 17,
            error: 'no\nanswer',
            paymentId: null,
          },
        ],
        events: [],
        payments: [untold],
        at: new Date('2026-11-21T14:00:00Z'),
      }),
    rerunJob: (of, id) => {
      asked.push(['rerun', of, id])
      return Promise.resolve(id === 'j' ? succeed('queued') : fail('not_failed'))
    },
    retrySetAsideEvent: (of, id) => {
      asked.push(['retry', of, id])
      return Promise.resolve(succeed('queued'))
    },
    closeSetAsideEvent: (of, closing) => {
      asked.push(['close', of, closing])
      return Promise.resolve(succeed('closed'))
    },
  }
  const output = {
    print: (line: string) => void lines.push(line),
    printError: (line: string) => void errors.push(line),
  }
  return runJobs(argv, app, output).then((status) => ({ status, asked, lines, errors }))
}

describe('npm run jobs', () => {
  it('lists what is stuck, a line each', async () => {
    expect(await run()).toMatchObject({
      status: 0,
      lines: [
        'job j 2026-11-21T10:00:00.000Z send-refund after 17 attempts: no answer',
        'payment p 2026-11-21T10:00:00.000Z without_outcome adyen card 1000 EUR CS1 - 4 hours: ' +
          'look it up in the Customer Area of Adyen and have its webhook sent again there',
      ],
    })
  })

  it('begins anew and closes what it is told to, whosesoever it is', async () => {
    expect(await run('--rerun', 'j')).toMatchObject({ status: 0, asked: [['rerun', 'all', 'j']] })
    expect(await run('--retry-event', 'e')).toMatchObject({ status: 0, asked: [['retry', 'all', 'e']] })
    const closing = { eventId: 'e', by: 'cli', note: 'given back' }
    expect(await run('--close-event', 'e', '--note', 'given back')).toMatchObject({
      asked: [['close', 'all', closing]],
    })
    expect(await run('--rerun', 'other')).toMatchObject({ status: 1 })
  })

  it.each([
    [['--rerun', 'a', '--retry-event', 'b']],
    [['--close-event', 'e']],
    [['--close-event', 'e', '--note', ' ']],
    [['--note', 'x']],
    [['--other']],
  ])('says how it is called: %j', async (argv) => {
    expect(await run(...argv)).toMatchObject({ status: 2, asked: [], errors: [expect.stringContaining('usage')] })
  })
})
