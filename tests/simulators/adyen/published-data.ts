/** Where Adyen's own documents and samples are, if they are there: they are not part of this repository. */
import { existsSync, readFileSync } from 'node:fs'
import path from 'node:path'

const FOLDER = path.resolve('../shared/data/adyen')

export const hasPublishedData = existsSync(path.join(FOLDER, 'openapi/CheckoutService-v72.json'))

export function locatePublishedData(...segments: readonly string[]): string {
  return path.join(FOLDER, ...segments)
}

export function readPublishedJson(...segments: readonly string[]): unknown {
  return JSON.parse(readFileSync(locatePublishedData(...segments), 'utf8'))
}
