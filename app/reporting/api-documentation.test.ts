/** The figures of docs/api.md are true. */
import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { RETRY_DELAYS_MS } from '~/domain/webhook-delivery'
import { signMessage } from './webhook-sender.server'

const text = readFileSync('docs/api.md', 'utf8')

describe('docs/api.md', () => {
  it('gives a signature that comes out as it says', () => {
    const [secret, id, timestamp, body] = ['whsec_[^`]+', 'evt-1', '\\d{10}', '\\{"type":"link.opened"\\}'].map(
      (pattern) => new RegExp(`\`(${pattern})\``).exec(text)![1]!,
    )
    const headers = signMessage({
      id: id!,
      sentAt: new Date(Number(timestamp) * 1000),
      body: body!,
      secrets: [secret!],
    })
    expect(text).toContain(`\`${headers['webhook-signature']}\``)
  })

  it('names the schedule of retries', () => {
    const units = [
      ['h', 3_600_000],
      ['min', 60_000],
      ['s', 1_000],
    ] as const
    const delays = RETRY_DELAYS_MS.slice(1).map((delay) => {
      const [name, length] = units.find(([, unit]) => delay >= unit)!
      return `${delay / length} ${name}`
    })
    expect(text).toContain(`${delays.slice(0, -1).join(', ')} and ${delays.at(-1)}`)
  })
})
