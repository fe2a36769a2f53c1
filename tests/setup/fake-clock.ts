import type { Clock } from '~/use-cases/ports/clock'

/** Stands still until it is told otherwise. */
export class FakeClock implements Clock {
  private instant: Date

  constructor(startAt: string) {
    this.instant = parseInstant(startAt)
  }

  now(): Date {
    return new Date(this.instant)
  }

  /** `at` is an ISO 8601 instant: "2026-03-29T01:30:00Z". */
  set(at: string): void {
    this.instant = parseInstant(at)
  }

  advance(by: { days?: number; hours?: number; minutes?: number; seconds?: number }): void {
    const { days = 0, hours = 0, minutes = 0, seconds = 0 } = by
    this.instant = new Date(this.instant.getTime() + (((days * 24 + hours) * 60 + minutes) * 60 + seconds) * 1000)
  }
}

function parseInstant(text: string): Date {
  const instant = new Date(text)
  if (Number.isNaN(instant.getTime())) throw new RangeError(`not an instant: ${text}`)
  return instant
}
