/** Serves one request of the Checkout API: who asks, was it asked before, is it in order, what comes of it. */
import { setTimeout as wait } from 'node:timers/promises'
import { z } from 'zod'
import { Refusal, refuseAsInProgress, refuseStructure, type Answer } from './answer'
import type { Contract } from './contract'
import { ENDPOINTS } from './endpoints'
import { FAULTS, type FaultKind, type FaultPlan } from './faults'
import { IdempotencyKeys } from './idempotency'
import { refuseMerchantAccount } from './missing-field'
import { describeOperation, findOperation, type MatchedOperation, type OperationName } from './operations'
import type { World } from './world'

interface ApiCall {
  method: string
  url: URL
  apiKey: string | undefined
  idempotencyKey: string | undefined
  body: string
}

/** What became of one request, for tests to look at. */
export interface LoggedRequest {
  at: Date
  method: string
  path: string
  /** Null for what the API does not have. */
  operation: OperationName | null
  idempotencyKey: string | null
  /** As it came; the text where it is not JSON. */
  body: unknown
  fault: FaultKind | null
  /** Null when nothing was answered. */
  status: number | null
  errorCode: string | null
  isAccepted: boolean
  /** Answered from an earlier request with the same key. */
  isReplayed: boolean
  /** A key that came before with another request: never a good sign. */
  isKeyReused: boolean
}

/** `hang` and `reset` leave the request without an answer. */
type Reaction = { kind: 'answer'; answer: Answer } | { kind: 'hang' } | { kind: 'reset' }

const merchantSchema = z.looseObject({ merchantAccount: z.string() })

export class Api {
  readonly log: LoggedRequest[] = []
  private readonly keys = new IdempotencyKeys()

  constructor(
    private readonly world: World,
    private readonly contract: Contract,
    private readonly faults: FaultPlan,
    private readonly apiKey: string,
  ) {}

  async serve(call: ApiCall): Promise<Reaction> {
    const operation = findOperation(call.method, call.url.pathname)
    const entry = this.addToLog(call, operation)
    entry.fault = operation ? this.faults.take(operation.name) : null
    const before = entry.fault && !FAULTS[entry.fault].isWorkDone ? reactTo(entry.fault) : null
    const reaction = before ?? (await this.react(call, operation, entry))
    if (reaction.kind === 'answer') {
      entry.status = reaction.answer.status
      entry.errorCode = readErrorCode(reaction.answer.body)
      entry.isAccepted = reaction.answer.status < 300
    }
    return reaction
  }

  private async react(call: ApiCall, operation: MatchedOperation | null, entry: LoggedRequest): Promise<Reaction> {
    const answer = await this.answer(call, operation, entry).catch((error: unknown) => {
      if (error instanceof Refusal) return error.toAnswer()
      throw error
    })
    return (entry.fault && reactTo(entry.fault)) ?? { kind: 'answer', answer }
  }

  private async answer(call: ApiCall, operation: MatchedOperation | null, entry: LoggedRequest): Promise<Answer> {
    if (call.apiKey !== this.apiKey) throw refuseApiKey()
    if (!operation) throw refuseAsUnknown(call)
    const key = call.method === 'POST' ? call.idempotencyKey : undefined
    if (key === undefined) return this.work(call, operation)

    const earlier = this.keys.begin(key, `${call.method} ${call.url.pathname} ${call.body}`)
    if (earlier) {
      entry.isReplayed = true
      entry.isKeyReused = !earlier.isSameRequest
      return earlier.answer
    }
    return this.workOnce(key, call, operation)
  }

  private async workOnce(key: string, call: ApiCall, operation: MatchedOperation): Promise<Answer> {
    const headers = { 'idempotency-key': key }
    try {
      const answer = await this.work(call, operation)
      const kept = { ...answer, headers: { ...answer.headers, ...headers } }
      this.keys.finish(key, kept)
      return kept
    } catch (error) {
      if (!(error instanceof Refusal)) {
        this.keys.forget(key)
        throw error
      }
      const answer = error.toAnswer()
      const kept = { ...answer, headers: { ...answer.headers, ...headers } }
      this.keys.finish(key, kept)
      return kept
    }
  }

  private async work(call: ApiCall, { name, id }: MatchedOperation): Promise<Answer> {
    const body = describeOperation(name).request ? readBody(call.body) : undefined
    this.contract.checkRequest(name, body)
    const merchant = merchantSchema.safeParse(body)
    if (merchant.success && merchant.data.merchantAccount !== this.world.merchantAccount) throw refuseMerchantAccount()
    if (this.world.settings.workMs > 0) await wait(this.world.settings.workMs)

    const answer = ENDPOINTS[name](this.world, { id, query: call.url.searchParams, body })
    const complaints = answer.body === undefined ? [] : this.contract.checkResponse(name, answer.body)
    if (complaints.length > 0) throw new Error(`The simulator answers ${name} wrongly: ${complaints.join('; ')}`)
    return answer
  }

  private addToLog(call: ApiCall, operation: MatchedOperation | null): LoggedRequest {
    const entry: LoggedRequest = {
      at: this.world.now(),
      method: call.method,
      path: call.url.pathname,
      operation: operation?.name ?? null,
      idempotencyKey: call.idempotencyKey ?? null,
      body: parseLeniently(call.body),
      ...{ fault: null, status: null, errorCode: null },
      ...{ isAccepted: false, isReplayed: false, isKeyReused: false },
    }
    this.log.push(entry)
    return entry
  }
}

function reactTo(fault: FaultKind): Reaction {
  switch (fault) {
    case 'timeout_before':
    case 'timeout_after':
      return { kind: 'hang' }
    case 'reset_before':
    case 'reset_after':
      return { kind: 'reset' }
    case 'error_before':
    case 'error_after':
      return answerWith(500, '905', 'Internal error')
    case 'rate_limited':
      return answerWith(429, '029', 'Too many requests')
    case 'in_progress_409':
      return { kind: 'answer', answer: refuseAsInProgress(409).toAnswer() }
    case 'in_progress_422':
      return { kind: 'answer', answer: refuseAsInProgress(422).toAnswer() }
  }
}

function answerWith(status: number, errorCode: string, message: string): Reaction {
  const refusal = new Refusal({ status, errorCode, message, errorType: 'internal', isTransient: true })
  return { kind: 'answer', answer: refusal.toAnswer() }
}

function refuseApiKey(): Refusal {
  return new Refusal({
    status: 401,
    errorCode: '000',
    message: 'HTTP Status Response - Unauthorized',
    errorType: 'security',
  })
}

function refuseAsUnknown({ method, url }: ApiCall): Refusal {
  return new Refusal({
    status: 404,
    errorCode: '702',
    message: `There is no ${method} ${url.pathname} in the Checkout API v72`,
    errorType: 'validation',
  })
}

function readBody(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    throw refuseStructure('Unable to parse the request body as JSON')
  }
}

function parseLeniently(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return text
  }
}

function readErrorCode(body: unknown): string | null {
  return z.object({ errorCode: z.string() }).safeParse(body).data?.errorCode ?? null
}
