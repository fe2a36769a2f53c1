import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { text } from 'node:stream/consumers'
import { describe, expect, it } from 'vitest'

const COMMAND = `
  import { endWithParent } from './app/cli/launch/parent-process.mjs'
  endWithParent()
  process.on('SIGTERM', () => { console.log('stopped'); process.exit() })
  setTimeout(() => { console.log('went on'); process.exit() }, Number(process.env.PATIENCE_MS))
  console.log('begun')`

/** What a command prints whose shell is ended by SIGTERM once it has begun. */
async function endShell(variables: Readonly<Record<string, string>>): Promise<string> {
  // The second command keeps the shell from making way for the first.
  const shell = spawn('sh', ['-c', '"$0" --input-type=module --eval "$COMMAND"; true', process.execPath], {
    env: { NODE_ENV: 'test', PATH: '/usr/bin:/bin', COMMAND, ...variables },
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  shell.stdout.once('data', () => shell.kill('SIGTERM'))
  const printed = text(shell.stdout)
  await once(shell, 'exit')
  return printed
}

describe.skipIf(process.platform === 'win32')('a command that was started by a script of npm', () => {
  it('ends with the shell between npm and it', async () => {
    const printed = await endShell({ npm_lifecycle_event: 'dev', PATIENCE_MS: '20000' })
    expect(printed).toBe('begun\nstopped\n')
  })

  it('is left alone when somebody else started it', async () => {
    expect(await endShell({ PATIENCE_MS: '1500' })).toBe('begun\nwent on\n')
  })
})
