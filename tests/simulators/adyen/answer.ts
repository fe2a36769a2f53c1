/** What the simulator answers a request with, and Adyen's form of an error. */
import { createReference } from './references'

export interface Answer {
  status: number
  /** Sent as JSON; nothing is sent where it is missing. */
  body?: unknown
  headers?: Record<string, string>
}

interface RefusalFacts {
  status: number
  /** Adyen's own number, where it publishes one for the case. */
  errorCode: string
  message: string
  errorType: 'validation' | 'security' | 'configuration' | 'internal'
  /** Adyen's header for "try again with the same idempotency key". */
  isTransient?: boolean
}

/** A request that is not served. Handlers throw it; the server turns it into an answer. */
export class Refusal extends Error {
  constructor(readonly facts: RefusalFacts) {
    super(facts.message)
  }

  toAnswer(): Answer {
    const { status, errorCode, message, errorType, isTransient } = this.facts
    return {
      status,
      body: { status, errorCode, message, errorType, pspReference: createReference() },
      headers: isTransient === true ? { 'transient-error': 'true' } : {},
    }
  }
}

/** 400: the request cannot be read as what it should be. */
export function refuseStructure(message: string): Refusal {
  return new Refusal({ status: 400, errorCode: '702', message, errorType: 'validation' })
}

/** 422: it can be read, and is not acceptable. `errorCode` is 702 where Adyen publishes none. */
export function refuseContent(message: string, errorCode = '702'): Refusal {
  return new Refusal({ status: 422, errorCode, message, errorType: 'validation' })
}

/** Adyen's answer to a request whose idempotency key, or whose result, is being or has been used. */
export function refuseAsInProgress(status: 409 | 422, isTransient = true): Refusal {
  return new Refusal({
    status,
    errorCode: '704',
    message: 'request already processed or in progress',
    errorType: 'validation',
    isTransient,
  })
}
