import { renderToStaticMarkup } from 'react-dom/server'
import { describe, expect, it } from 'vitest'
import { Facts, Totals, writeFacts, writeTotals } from './facts'
import { html } from './html'
import { Steps, writeSteps } from './steps'

describe('facts', () => {
  const written = (value: Parameters<typeof Facts>[0]['facts'][number]['value']) =>
    renderToStaticMarkup(<Facts facts={[{ name: 'Total & more', value }]} />)

  it('are the same markup whether they are text, HTML or elements', () => {
    const expected = '<dl class="facts"><div><dt>Total &amp; more</dt><dd><b>1 &lt; 2</b></dd></div></dl>'
    expect(written(html`<b>${'1 < 2'}</b>`)).toBe(expected)
    expect(written(<b>{'1 < 2'}</b>)).toBe(expected)
    expect(written('1 < 2')).toBe(expected.replace(/<\/?b>/g, ''))
  })

  it('may be of every sort in one list', () => {
    const facts = [
      { name: 'text', value: '<' },
      { name: 'HTML', value: html`<bdi>${'<'}</bdi>` },
      { name: 'element', value: <bdi>{'<'}</bdi> },
    ]
    expect(renderToStaticMarkup(<Facts facts={facts} as="parts" />)).toBe(
      '<dl class="parts"><div><dt>text</dt><dd>&lt;</dd></div><div><dt>HTML</dt><dd><bdi>&lt;</bdi></dd></div>' +
        '<div><dt>element</dt><dd><bdi>&lt;</bdi></dd></div></dl>',
    )
  })

  it('without a value are left out, and so is an empty list', () => {
    const facts = [null, undefined, ''].map((value) => ({ name: 'nothing', value }))
    expect(renderToStaticMarkup(<Facts facts={facts} />)).toBe('')
    expect(renderToStaticMarkup(<Facts facts={[...facts, { name: 'one', value: 'x' }]} />)).toBe(
      '<dl class="facts"><div><dt>one</dt><dd>x</dd></div></dl>',
    )
  })
})

describe('sums and steps', () => {
  it('escape what is text in them', () => {
    expect(
      renderToStaticMarkup(
        <Totals parts={[{ name: '<a>', note: '"b"', amount: '1' }]} total={{ name: 'c', amount: '2' }} />,
      ),
    ).toBe(
      '<dl class="totals"><div><dt>&lt;a&gt;<small>&quot;b&quot;</small></dt><dd>1</dd></div>' +
        '<div class="total"><dt>c</dt><dd>2</dd></div></dl>',
    )
    expect(renderToStaticMarkup(<Steps steps={[{ state: 'now', text: html`<i>x</i>`, note: null }]} />)).toBe(
      '<ol class="steps"><li data-state="now"><i>x</i><small></small></li></ol>',
    )
  })

  it('are the same where they are written as text', () => {
    const facts = [
      { name: 'a', value: '<' },
      { name: 'b', value: null },
    ]
    expect(writeFacts(facts)?.text).toBe(renderToStaticMarkup(<Facts facts={facts} />))
    expect(writeFacts(facts.slice(1))).toBeNull()
    const sum = { parts: [{ name: 'x', amount: '1' }], total: { name: 'y', amount: '1' } }
    expect(writeTotals(sum).text).toBe(renderToStaticMarkup(<Totals {...sum} />))
    const steps = [{ state: 'done', text: 'x', note: '1 < 2' } as const]
    expect(writeSteps(steps).text).toBe(renderToStaticMarkup(<Steps steps={steps} />))
  })
})
