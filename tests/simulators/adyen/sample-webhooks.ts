/**
 * Every sample webhook that Adyen publishes, signed again with a key of ours: its own signatures are shortened, of a key
 * nobody has, or missing. The samples are read where they are; none is part of this repository.
 */
import { readdirSync } from 'node:fs'
import { z } from 'zod'
import { composeBody, signBody, signItem, type NotificationItem } from './notice'
import { hasPublishedData, locatePublishedData, readPublishedJson } from './published-data'

export interface SampleWebhook {
  /** Of the file, or of the example inside an OpenAPI document. */
  name: string
  /** `standard` is signed inside, item by item; `event` (of tokens and account changes) as a whole, in a header. */
  family: 'standard' | 'event'
  /** Event code of the first item, or type. */
  event: string
  /** None for `event`. */
  items: readonly NotificationItem[]
  body: string
  headers: Record<string, string>
}

interface Signing {
  hmacKey: string
  /** Stands in for the merchant account of the samples, where given. */
  merchantAccount?: string
}

const itemSchema = z.looseObject({
  additionalData: z.record(z.string(), z.string()).exactOptional(),
  amount: z.object({ currency: z.string(), value: z.number() }),
  eventCode: z.string(),
  eventDate: z.string(),
  merchantAccountCode: z.string(),
  merchantReference: z.string(),
  originalReference: z.string().exactOptional(),
  paymentMethod: z.string().exactOptional(),
  pspReference: z.string(),
  reason: z.string().exactOptional(),
  success: z.string(),
})
const standardSchema = z.object({
  live: z.string(),
  notificationItems: z.array(z.object({ NotificationRequestItem: itemSchema })),
})
const eventSchema = z.looseObject({ type: z.string() })
const examplesSchema = z.object({
  components: z.object({ examples: z.record(z.string(), z.object({ value: z.unknown() })) }),
})

/** Empty where Adyen's data is not at hand: see `hasPublishedData`. */
export function readSampleWebhooks(signing: Signing): SampleWebhook[] {
  if (!hasPublishedData) return []
  const files = ['samples/webhooks', 'notifications'].flatMap((folder) =>
    readdirSync(locatePublishedData(folder))
      .filter((file) => file.endsWith('.json'))
      .sort()
      .map((file): [string, unknown] => [`${folder}/${file}`, readPublishedJson(folder, file)]),
  )
  const tokens = examplesSchema.parse(readPublishedJson('openapi', 'TokenizationNotification-v1.json'))
  const examples = Object.entries(tokens.components.examples).map(([name, { value }]): [string, unknown] => [
    name,
    value,
  ])
  return [...files, ...examples].map(([name, content]) => signSample(name, content, signing))
}

function signSample(name: string, content: unknown, { hmacKey, merchantAccount }: Signing): SampleWebhook {
  const standard = standardSchema.safeParse(content)
  if (!standard.success) {
    const body = JSON.stringify(content)
    const { type } = eventSchema.parse(content)
    return { name, family: 'event', event: type, items: [], body, headers: signBody(body, hmacKey) }
  }
  const { live, notificationItems } = standard.data
  const items = notificationItems.map(({ NotificationRequestItem: item }) => {
    const { hmacSignature: _theirs, ...additionalData } = item.additionalData ?? {}
    const merchantAccountCode = merchantAccount ?? item.merchantAccountCode
    return signItem({ ...item, additionalData, merchantAccountCode }, hmacKey)
  })
  const event = items[0]?.eventCode ?? ''
  return { name, family: 'standard', event, items, body: composeBody(items, live), headers: {} }
}
