import { expect, it } from 'vitest'
import { findLastPublicationDay } from './refresh-exchange-rates'

it.each([
  // A Saturday: Friday's. Frankfurt is an hour ahead of UTC in winter.
  ['2026-11-21T10:00:00Z', '2026-11-20'],
  ['2026-11-20T15:14:00Z', '2026-11-19'],
  ['2026-11-20T15:15:00Z', '2026-11-20'],
  ['2026-11-22T23:30:00Z', '2026-11-20'],
  ['2026-11-23T08:00:00Z', '2026-11-20'],
  ['2026-11-23T15:30:00Z', '2026-11-23'],
  // Two hours in summer.
  ['2026-07-01T14:14:00Z', '2026-06-30'],
  ['2026-07-01T14:15:00Z', '2026-07-01'],
])('at %s the last day with rates is %s', (at, expected) => {
  expect(findLastPublicationDay(new Date(at))).toBe(expected)
})
