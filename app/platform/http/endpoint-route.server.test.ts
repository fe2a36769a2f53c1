import type { AppLoadContext, ServerBuild } from '@remix-run/node'
import { describe, expect, it } from 'vitest'
import { createEndpointHandler } from './endpoint-route.server'

const errors: unknown[] = []
const context = { reportError: (error: unknown) => void errors.push(error) } as unknown as AppLoadContext

function createHandler(action: (() => unknown) | undefined, handle: unknown = { isEndpoint: true }) {
  const routes = { hook: { id: 'hook', parentId: 'root', path: 'webhooks/stripe', module: { action, handle } } }
  return createEndpointHandler({ routes } as unknown as ServerBuild)
}

const post = (path: string) => new Request(`https://portal.example${path}`, { method: 'POST', body: '{}' })

describe('an endpoint', () => {
  it('answers a POST to its path by its action, whatever stands in the query', async () => {
    const handle = createHandler(() => new Response('taken', { status: 202 }))
    expect((await handle(post('/webhooks/stripe?a=1'), context))?.status).toBe(202)
  })

  it('leaves everything else to Remix', async () => {
    const handle = createHandler(() => new Response('taken'))
    expect(await handle(post('/webhooks/other'), context)).toBeNull()
    expect(await handle(new Request('https://portal.example/webhooks/stripe'), context)).toBeNull()
    expect(await createHandler(undefined)(post('/webhooks/stripe'), context)).toBeNull()
    expect(
      await createHandler(() => new Response('taken'), { hydrates: true })(post('/webhooks/stripe'), context),
    ).toBeNull()
  })

  it('answers what its action throws, and reports what is no answer', async () => {
    const refusing = createHandler(() => {
      throw new Response(null, { status: 413 })
    })
    expect((await refusing(post('/webhooks/stripe'), context))?.status).toBe(413)
    expect(errors).toEqual([])
    const failing = createHandler(() => {
      throw new Error('database gone')
    })
    expect((await failing(post('/webhooks/stripe'), context))?.status).toBe(500)
    expect(errors).toEqual([new Error('database gone')])
  })
})
