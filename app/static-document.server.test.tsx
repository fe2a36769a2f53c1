import { useContext } from 'react'
import { describe, expect, it } from 'vitest'
import { html } from './components/html'
import { PageFrame } from './components/page-frame'
import { StaticHtml, StaticRenderingContext } from './components/static-page'
import { writeStaticDocument, type StaticPage } from './static-document.server'

const page: StaticPage = { language: 'de', title: 'A </title> & B', brand: 'hanse', search: '?q=1', model: 'one' }

function Content() {
  const { model } = useContext(StaticRenderingContext) ?? {}
  return (
    <PageFrame creditor={{ name: 'Hanse </main> GmbH', slug: 'hanse' }} sections={['statement']} current="statement">
      <p>{String(model)}</p>
      <StaticHtml html={html`<b>${'</main>'}</b>`} />
    </PageFrame>
  )
}

const write = (change: Partial<StaticPage> = {}) => writeStaticDocument({ ...page, ...change }, { default: Content })

describe('a page in its frame', () => {
  it('is whole: title, frame and content in their places, whatever characters they have', () => {
    const written = write()
    expect(written).toMatch(/^<!DOCTYPE html><html lang="de" dir="ltr"><head>/)
    expect(written).toContain('<title>A &lt;/title&gt; &amp; B</title>')
    expect(written).toContain('<bdi>Hanse &lt;/main&gt; GmbH</bdi>')
    expect(written).toMatch(
      /<main id="main" class="wrap" tabindex="-1"><p>one<\/p><div><b>&lt;\/main&gt;<\/b><\/div><\/main>/i,
    )
    expect(written).toMatch(/<\/body><\/html>$/)
  })

  it('takes what is its own from no earlier page', () => {
    const first = write()
    const second = write({ title: 'C', model: 'two', search: '?q=2', language: 'ar', brand: 'other' })
    expect(second).toContain('<title>C</title>')
    expect(second).toContain('<p>two</p>')
    expect(second).toContain('<html lang="ar" dir="rtl">')
    expect(second).toContain('href="/brand/other.css"')
    expect(second).toContain('q=2&amp;lang=de')
    expect(second).not.toContain('q=1')
    expect(write()).toBe(first)
  })
})

it('is written without a frame where the page has none', () => {
  const written = writeStaticDocument(page, { default: () => <p>bare</p>, handle: { bodyClass: 'letter' } })
  expect(written).toMatch(/<body class="letter"><p>bare<\/p><\/body><\/html>$/)
})
