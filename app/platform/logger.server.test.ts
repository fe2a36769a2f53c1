import { describe, expect, it } from 'vitest'
import { createLogger } from './logger.server'

function record(log: (logger: ReturnType<typeof createLogger>) => void): string {
  const lines: string[] = []
  log(createLogger('info', 'test', { write: (line) => void lines.push(line) }))
  return lines.join('')
}

describe('createLogger', () => {
  it('says what failed, and not whose address it was about', () => {
    const refusal = Object.assign(new Error('550 5.1.1 <greta@debtor.example>: unknown'), {
      code: 'EENVELOPE',
      rejected: ['greta@debtor.example'],
    })
    const line = record((logger) => logger.error({ job: 'send-mail', err: refusal }, 'job failed'))
    expect(line).not.toContain('debtor.example')
    expect(JSON.parse(line)).toMatchObject({
      job: 'send-mail',
      err: { type: 'Error', code: 'EENVELOPE', message: '550 5.1.1 <[redacted]>: unknown' },
    })
  })

  it('names each of several errors, and their causes', () => {
    const cause = new Error('connection reset')
    const error = new AggregateError([new Error('first', { cause }), new TypeError('second')], '2 of 3 failed')
    const line = record((logger) => logger.error({ err: error }, 'job failed'))
    expect(JSON.parse(line)).toMatchObject({
      err: {
        type: 'AggregateError',
        message: '2 of 3 failed',
        errors: [{ message: 'first: connection reset' }, { type: 'TypeError', message: 'second' }],
      },
    })
  })

  it('leaves stacks with paths of packages readable', () => {
    const error = new Error('broken')
    error.stack = 'Error: broken\n    at run (/srv/node_modules/@remix-run/node/index.js:1:2)'
    const line = record((logger) => logger.error({ err: error }, 'request failed'))
    expect(line).toContain('@remix-run/node/index.js:1:2')
  })
})
