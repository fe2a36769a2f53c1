// @ts-check
/**
 * What the portal is measured against: the least a Node server can do to answer the same pages. `http` and `pg`, the
 * same two prepared queries, the second in the same scoped transaction, the same HTML by string concatenation. What surrounds the
 * rows is a fixed text taken from the portal's own page, so this server does not even compute the totals.
 *
 * Started with PORT, DATABASE_URL, and in RAW_PLAN the path of a JSON file: see `RawPlan` in raw-plan.ts.
 */
import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import http from 'node:http'
import pg from 'pg'

/** @type {import('./raw-plan').RawPlan} */
const plan = JSON.parse(readFileSync(process.env['RAW_PLAN'] ?? '', 'utf8'))
const pages = new Map(plan.pages.map((page) => [page.path, page]))

/** @type {pg.PoolConfig & { pipeline: boolean }} */
const poolConfig = { connectionString: process.env['DATABASE_URL'] ?? '', max: 10, pipeline: true }
const pool = new pg.Pool(poolConfig)
pool.on('connect', (client) => void client.query('set plan_cache_mode = force_generic_plan'))

const money = new Intl.NumberFormat(plan.locale, { style: 'currency', currency: 'EUR', minimumFractionDigits: 2 })
const decimal = new Intl.NumberFormat(plan.locale, { maximumFractionDigits: 12 })
const percent = new Intl.NumberFormat(plan.locale, { style: 'percent', maximumFractionDigits: 2 })
const date = new Intl.DateTimeFormat(plan.locale, { dateStyle: 'medium', timeZone: 'UTC' })
const today = Date.parse(`${plan.today}T00:00:00Z`)

/**
 * Texts a page repeats, written once.
 * @template {string | number} Value
 * @param {(value: Value) => string} write
 */
function keep(write) {
  /** @type {Map<Value, string>} */
  const texts = new Map()
  return (/** @type {Value} */ value) => {
    let text = texts.get(value)
    if (text === undefined) {
      text = write(value)
      texts.set(value, text)
    }
    return text
  }
}

const formatMoney = keep((/** @type {number} */ minor) => money.format(minor / 100))
const formatDay = keep((/** @type {string} */ day) => date.format(new Date(`${day}T00:00:00Z`)))
const formatQuantity = keep((/** @type {string} */ quantity) => decimal.format(/** @type {any} */ (quantity)))
const formatRate = keep((/** @type {string} */ rate) => percent.format(Number(rate) / 100))

/** @param {string} text */
function escape(text) {
  return /[&<>"']/.test(text) ? text.replace(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`) : text
}

/** @param {string} dueOn */
function writeState(dueOn) {
  const late = Math.round((today - Date.parse(`${dueOn}T00:00:00Z`)) / 86_400_000)
  if (late > 0) return `<span class="badge bad">${late} ${late === 1 ? 'day' : 'days'} overdue</span>`
  if (late === 0) return '<span class="badge warn">due today</span>'
  return `<span class="badge">in ${-late} ${late === -1 ? 'day' : 'days'}</span>`
}

/** @param {{ items: import('./raw-plan').RawItem[] }} answer */
function writeStatementRows({ items }) {
  let text = ''
  for (const item of items) {
    const number = escape(item.number)
    const due = item.openMinor - item.disputedMinor - item.pendingMinor
    const dueNow = formatMoney(due)
    const open = item.openMinor === due ? dueNow : formatMoney(item.openMinor)
    const amount = item.payableMinor === item.openMinor ? open : formatMoney(item.payableMinor)
    text += `<tr role="row"><td role="cell"><input type="checkbox" name="invoice" value="${number}" aria-label="${number}" data-minor="${due}"></td><th role="rowheader" scope="row"><a href="/invoices/${encodeURIComponent(item.number)}">${number}</a>${item.purchaseOrder === null ? '' : `<small>${escape(item.purchaseOrder)}</small>`}</th><td role="cell" data-label="Issued">${formatDay(item.issueOn)}</td><td role="cell">${formatDay(item.dueOn)} ${writeState(item.dueOn)}</td><td role="cell"${amount === open ? '' : ' data-label="Amount"'}>${amount}</td><td role="cell"${open === dueNow ? '' : ' data-label="Open"'}>${open}</td>${item.disputedMinor === 0 ? '<td role="cell"></td>' : `<td role="cell" data-label="Disputed">${formatMoney(item.disputedMinor)}</td>`}${item.pendingMinor === 0 ? '<td role="cell"></td>' : `<td role="cell" data-label="Being paid">${formatMoney(item.pendingMinor)}</td>`}<td role="cell">${dueNow}</td></tr>\n`
  }
  return text
}

/** @param {{ lines: import('./raw-plan').RawLine[] }} answer */
function writeLineRows({ lines }) {
  let text = ''
  let position = 0
  for (const line of lines) {
    position += 1
    const item = line.details?.sellerItemId
    text += `<tr><td>${position}</td><td>${escape(line.name)}${item === undefined ? '' : `<small>Item no. <bdi>${escape(item)}</bdi></small>`}</td><td>${formatQuantity(line.quantity)} ${line.unitCode === 'C62' ? 'pcs' : line.unitCode}</td><td>${line.unitPrice === null ? '' : money.format(/** @type {any} */ (line.unitPrice))}</td><td>${line.taxPercent === null ? '' : formatRate(line.taxPercent)}</td><td>${formatMoney(line.netMinor)}</td></tr>\n`
  }
  return text
}

/**
 * @param {import('./raw-plan').RawScope} scope
 * @param {{ name: string, text: string, values: unknown[] }} query
 */
async function read(scope, query) {
  const client = await pool.connect()
  try {
    const [, , result] = await Promise.all([
      client.query('begin read only'),
      client.query({ ...plan.setScope, values: [scope.creditor, scope.debtor] }),
      client.query(query),
      client.query('commit'),
    ])
    return result.rows[0]
  } finally {
    client.release()
  }
}

/** @param {http.IncomingMessage} request */
async function answer(request) {
  const [path = '/'] = (request.url ?? '/').split('?', 1)
  if (path === '/healthz') return 'ok'
  const page = pages.get(path)
  const token = /(?:^|; )quittance-session=([^;]+)/.exec(request.headers.cookie ?? '')?.[1]
  if (!page || token === undefined) return null
  const hash = createHash('sha256').update(token).digest()
  const { rows } = await pool.query({ ...plan.visit, values: [hash, new Date()] })
  if (rows[0].answer === null) return null
  const row = await read(page.scope, page.query)
  return (
    page.head + (page.rows === 'statement' ? writeStatementRows(row.answer) : writeLineRows(row.answer)) + page.tail
  )
}

const server = http.createServer((request, response) => {
  answer(request).then(
    (text) => {
      if (text === null) return void response.writeHead(404).end()
      const body = Buffer.from(text)
      response
        .writeHead(200, { 'Content-Type': 'text/html; charset=utf-8', 'Content-Length': body.byteLength })
        .end(body)
    },
    (error) => {
      process.stderr.write(`${error}\n`)
      response.writeHead(500).end()
    },
  )
})
server.keepAliveTimeout = 75_000
server.listen(Number(process.env['PORT']), '127.0.0.1')
process.on('SIGTERM', () => process.exit(0))
