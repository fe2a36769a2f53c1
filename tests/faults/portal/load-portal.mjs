// @ts-check
/**
 * Loads the code of one command of the build, and runs it when told to by a line on standard input: a process that was
 * killed is replaced at once. `node load-portal.mjs start|worker`, in the root of the checkout.
 */
import { once } from 'node:events'
import { readFileSync } from 'node:fs'
import path from 'node:path'
import { pathToFileURL } from 'node:url'

const [name = ''] = process.argv.slice(2)
const command = path.resolve(`build/server/${name}.js`)

// Its parent is gone: it does not stay behind.
process.stdin.on('end', () => process.exit(1))
const told = once(process.stdin, 'data')

// What the command is made of does nothing by itself; only the command does.
for (const [, chunk = ''] of readFileSync(command, 'utf8').matchAll(/"(\.\/chunks\/[^"]+)"/g)) {
  await import(new URL(chunk, pathToFileURL(command)).href)
}
if (name === 'start') await import(new URL('./index.js', pathToFileURL(command)).href)
await told
// So that the end of it is still heard.
process.stdin.resume()
await import(pathToFileURL(command).href)
