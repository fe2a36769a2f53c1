/** A creditor's colour as a stylesheet of its own, so that pages need no inline style. */
import type { LoaderFunctionArgs } from '@remix-run/node'
import { deriveBrandColors } from '~/domain/brand-color'

/** Long enough to spare a request a page, short enough that a new colour is seen the same day. */
const MAXIMUM_AGE_SECONDS = 3600

export async function loader({ params, context }: LoaderFunctionArgs): Promise<Response> {
  const brandColor = await context.app.readBrandColor(params['slug'] ?? '')
  const colors = brandColor === null ? null : deriveBrandColors(brandColor)
  if (!colors) throw new Response(null, { status: 404 })
  const { light, lightContrast, dark, darkContrast } = colors
  return new Response(
    `:root{--brand:${light};--brand-contrast:${lightContrast};--brand-dark:${dark};--brand-dark-contrast:${darkContrast}}`,
    {
      headers: {
        'Content-Type': 'text/css; charset=utf-8',
        'Cache-Control': `public, max-age=${MAXIMUM_AGE_SECONDS}`,
      },
    },
  )
}
