import { HttpClientException } from './adyen-sdk.server'
import { describe, expect, it } from 'vitest'
import { describeAdyenRefusal, describeAdyenSilence } from './adyen-failure'
import { AdyenUnanswered } from './adyen-http-client.server'

const answer = (statusCode: number, errorCode?: string) =>
  new HttpClientException({
    message: 'quoting what was sent',
    statusCode,
    responseBody: JSON.stringify({ pspReference: 'QFQTPCQ8HXSKGK82', message: 'quoting what was sent' }),
    ...(errorCode === undefined ? {} : { errorCode }),
  })

describe('an answer of Adyen', () => {
  it.each([
    [400, '702', 'rejected'],
    [401, '000', 'unavailable'],
    [403, '901', 'unavailable'],
    [404, '702', 'rejected'],
    [408, undefined, 'uncertain'],
    [409, '704', 'uncertain'],
    [422, '14_0408', 'rejected'],
    // Another request with the same key is being served.
    [422, '704', 'uncertain'],
    [429, '029', 'unavailable'],
    [500, '905', 'uncertain'],
    [502, undefined, 'uncertain'],
    [504, undefined, 'uncertain'],
    [302, undefined, 'uncertain'],
  ] as const)('%i %s is %s', (status, errorCode, kind) => {
    for (const movesMoney of [true, false]) {
      expect(describeAdyenRefusal(answer(status, errorCode), movesMoney).kind).toBe(kind)
    }
  })

  it('503 is believed where believing it costs nothing', () => {
    expect(describeAdyenRefusal(answer(503), false).kind).toBe('unavailable')
    expect(describeAdyenRefusal(answer(503), true).kind).toBe('uncertain')
  })

  it('is described without what it quotes', () => {
    expect(describeAdyenRefusal(answer(422, '137'), false).detail).toBe('Adyen 422 137 request QFQTPCQ8HXSKGK82')
    const unreadable = new HttpClientException({ message: 'x', statusCode: 502, responseBody: '<html>' })
    expect(describeAdyenRefusal(unreadable, false).detail).toBe('Adyen 502')
  })

  it('that never came is uncertain, unless nothing was ever sent', () => {
    expect(describeAdyenSilence(new AdyenUnanswered('ECONNRESET', true)).kind).toBe('uncertain')
    expect(describeAdyenSilence(new AdyenUnanswered('ECONNREFUSED', false)).kind).toBe('unavailable')
  })
})
