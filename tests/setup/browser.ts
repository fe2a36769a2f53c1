/**
 * The Chromium that tests and measurements drive: the one QUITTANCE_BROWSER names, else an installed one, else the one
 * that comes inside an npm package. Nothing is downloaded.
 */
import { existsSync } from 'node:fs'
import { access, constants } from 'node:fs/promises'

interface Browser {
  executablePath: string
  args: string[]
}

const INSTALLED = [
  '/usr/bin/chromium',
  '/usr/bin/chromium-browser',
  '/usr/bin/google-chrome',
  '/usr/bin/google-chrome-stable',
]

/** It renders and does nothing else: no updates, no reports, no network but ours. */
const QUIET = [
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
]

export async function findBrowser(): Promise<Browser> {
  const isRoot = process.getuid?.() === 0
  return {
    executablePath: await findExecutable(),
    // Chromium's sandbox refuses to start as root.
    args: isRoot ? [...QUIET, '--no-sandbox'] : QUIET,
  }
}

async function findExecutable(): Promise<string> {
  const named = process.env['QUITTANCE_BROWSER']
  if (named !== undefined && named !== '') {
    await access(named, constants.X_OK)
    return named
  }
  return INSTALLED.find((file) => existsSync(file)) ?? unpackChromium()
}

const SYSTEM_LIBRARY_FOLDERS = ['/lib/x86_64-linux-gnu', '/usr/lib/x86_64-linux-gnu', '/usr/lib64', '/usr/lib']

/** Unpacks the packaged Chromium into the temporary folder; a second call finds it there. */
async function unpackChromium(): Promise<string> {
  const hasLibraries = SYSTEM_LIBRARY_FOLDERS.some((folder) => existsSync(`${folder}/libnss3.so`))
  // A bare machine lacks the libraries it is linked to. The package brings them, and uses them where it takes the
  // machine for the cloud function it was made for.
  if (!hasLibraries) process.env['AWS_LAMBDA_JS_RUNTIME'] = 'nodejs24.x'
  const { default: chromium } = await import('@sparticuz/chromium')
  return chromium.executablePath()
}
