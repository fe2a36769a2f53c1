// @ts-check
/**
 * What accepting a webhook is measured against: the least a Node server can do that keeps what it accepts. `http` and
 * `pg`, the signature verified over the raw body, and one prepared statement that adds the event, once, and the job that
 * will apply it. It trusts what is signed: nothing is checked for its form.
 *
 * Started with PORT, DATABASE_URL and STRIPE_WEBHOOK_SECRET.
 */
import { createHmac, randomUUID, timingSafeEqual } from 'node:crypto'
import http from 'node:http'
import pg from 'pg'

const secret = process.env['STRIPE_WEBHOOK_SECRET'] ?? ''
const pool = new pg.Pool({ connectionString: process.env['DATABASE_URL'] ?? '', max: 10 })

const INSERT = `
  with entry as (
    insert into gateway_inbox_entry
      (id, gateway, event_id, gateway_reference, transaction_reference, payload, received_at)
    values ($1, 'stripe', $2, $3, $4, $5, now())
    on conflict (gateway, event_id) do nothing returning id
  )
  insert into pgboss.job (name, data, retry_limit, retry_delay, retry_backoff, retry_delay_max, expire_seconds,
    heartbeat_seconds, policy)
  select name, jsonb_build_object('inboxEntryId', $1), retry_limit, retry_delay, retry_backoff, retry_delay_max,
    expire_seconds, heartbeat_seconds, policy
  from pgboss.queue where name = 'process-gateway-event' and exists (select from entry)`

/**
 * @param {string} header
 * @param {string} body
 */
function isSigned(header, body) {
  const parts = new Map(header.split(',').map((part) => /** @type {[string, string]} */ (part.split('='))))
  const timestamp = parts.get('t') ?? ''
  if (Math.abs(Date.now() / 1000 - Number(timestamp)) > 300) return false
  const expected = createHmac('sha256', secret).update(`${timestamp}.${body}`).digest()
  const given = Buffer.from(parts.get('v1') ?? '', 'hex')
  return given.length === expected.length && timingSafeEqual(given, expected)
}

/**
 * @param {string} header
 * @param {string} body
 */
async function accept(header, body) {
  if (!isSigned(header, body)) return 400
  const { id, created, data } = JSON.parse(body)
  const session = data.object
  const payload = {
    gateway: 'stripe',
    eventId: id,
    kind: 'payment_succeeded',
    gatewayReference: session.id,
    transactionReference: session.payment_intent,
    paymentId: session.metadata.paymentId,
    amount: { amountMinor: session.amount_total, currency: session.currency.toUpperCase() },
    occurredAt: new Date(created * 1000).toISOString(),
  }
  const values = [randomUUID(), id, session.id, session.payment_intent, JSON.stringify(payload)]
  await pool.query({ name: 'accept', text: INSERT, values })
  return 200
}

const server = http.createServer((request, response) => {
  /** @type {Buffer[]} */
  const chunks = []
  request.on('data', (/** @type {Buffer} */ chunk) => chunks.push(chunk))
  request.on('end', () => {
    if (request.method !== 'POST') {
      response.writeHead(200).end('ok\n')
      return
    }
    accept(String(request.headers['stripe-signature']), Buffer.concat(chunks).toString('utf8')).then(
      (status) => response.writeHead(status, { 'Content-Type': 'text/plain' }).end('ok\n'),
      (error) => response.writeHead(500).end(String(error)),
    )
  })
})
server.listen(Number(process.env['PORT']), '127.0.0.1')
process.on('SIGTERM', () => {
  server.close()
  server.closeAllConnections()
  void pool.end()
})
