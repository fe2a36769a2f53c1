/** The invoice XML inside a hybrid PDF (Factur-X, ZUGFeRD, XRechnung). */
import { createRequire } from 'node:module'
import { Worker } from 'node:worker_threads'
import { z } from 'zod'
import { fail, succeed, type Result } from '~/domain/result'
import type { IngestLimits } from '../ingest-limits'
import type { IngestRefusal, IngestRefusalCode } from '../ingest-refusal'

/** The names the specifications give the embedded file, in order of preference; compared in lower case. */
const KNOWN_NAMES = ['factur-x.xml', 'xrechnung.xml', 'zugferd-invoice.xml']

/** How often the memory of a running extraction is looked at. */
const WATCH_MILLISECONDS = 50

/**
 * Runs apart from the server's thread: a crafted PDF can make any PDF library loop, or inflate kilobytes to gigabytes,
 * and only a thread can be ended. Plain JavaScript, because a worker is not compiled by the bundler.
 */
const WORKER_SOURCE = `
const { parentPort, workerData } = require('node:worker_threads')
const { getDocumentProxy } = require(workerData.library)
getDocumentProxy(workerData.bytes, { stopAtErrors: false, verbosity: 0 })
  .then((pdf) => pdf.getAttachments())
  .then((attachments) => {
    const entries = attachments instanceof Map ? [...attachments.values()] : Object.values(attachments ?? {})
    const found = workerData.names
      .map((name) => entries.find((entry) => String(entry.filename).toLowerCase() === name))
      .find((entry) => entry !== undefined)
    parentPort.postMessage({ names: entries.map((entry) => String(entry.filename)), content: found ? new Uint8Array(found.content) : null })
  })
  .catch((error) => parentPort.postMessage({ error: String(error && error.message) }))
`

const messageSchema = z.union([
  z.object({ error: z.string() }),
  z.object({ names: z.array(z.string()), content: z.instanceof(Uint8Array).nullable() }),
])

/**
 * Returns the bytes of the embedded invoice. Fails where the PDF cannot be read, has none, or takes longer or more
 * memory than `limits` allow.
 */
export async function extractEmbeddedInvoice(
  bytes: Uint8Array,
  limits: IngestLimits,
): Promise<Result<Uint8Array, IngestRefusal>> {
  const worker = new Worker(WORKER_SOURCE, {
    eval: true,
    workerData: {
      bytes: new Uint8Array(bytes),
      library: createRequire(import.meta.url).resolve('unpdf'),
      names: KNOWN_NAMES,
    },
    resourceLimits: { maxOldGenerationSizeMb: Math.ceil(limits.maxPdfMemoryBytes / 1_048_576) },
    stdout: true,
    stderr: true,
  })
  let watch: NodeJS.Timeout | undefined
  try {
    return await new Promise<Result<Uint8Array, IngestRefusal>>((resolve) => {
      const startedAt = performance.now()
      watch = setInterval(() => {
        if (performance.now() - startedAt > limits.maxPdfMilliseconds) {
          resolve(refusal('limit_exceeded', `the PDF took longer than ${limits.maxPdfMilliseconds} ms to read`))
        }
        worker.getHeapStatistics().then(
          (heap) => {
            if (heap.external_memory + heap.used_heap_size > limits.maxPdfMemoryBytes) {
              resolve(
                refusal('limit_exceeded', `the PDF took more than ${limits.maxPdfMemoryBytes} bytes of memory to read`),
              )
            }
          },
          () => undefined,
        )
      }, WATCH_MILLISECONDS)
      worker.once('message', (message: unknown) => resolve(judgeMessage(messageSchema.parse(message))))
      worker.once('error', (error: Error) => resolve(refusal('malformed', `the PDF cannot be read: ${error.message}`)))
      worker.once('exit', () => resolve(refusal('malformed', 'the PDF cannot be read')))
    })
  } finally {
    clearInterval(watch)
    await worker.terminate()
  }
}

function judgeMessage(message: z.infer<typeof messageSchema>): Result<Uint8Array, IngestRefusal> {
  if ('error' in message) return refusal('malformed', `the PDF cannot be read: ${message.error}`)
  if (message.content !== null) return succeed(message.content)
  const others = message.names.length === 0 ? 'no attachment at all' : `only ${message.names.slice(0, 5).join(', ')}`
  return refusal(
    'no_embedded_invoice',
    `the PDF has no embedded invoice named ${KNOWN_NAMES.slice(0, 3).join(', ')} (${others})`,
  )
}

function refusal(code: IngestRefusalCode, reason: string): Result<Uint8Array, IngestRefusal> {
  return fail({ code, place: {}, reason })
}
