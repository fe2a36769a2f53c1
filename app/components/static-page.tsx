/**
 * How a debtor's page is rendered: on the server alone. Its model goes from the loader straight to the component, so
 * nothing is written twice into the page; there is no hydration and no inline script. A route chooses the other way,
 * an ordinary hydrated Remix page, by `export const handle = { hydrates: true }`.
 */
import { createContext, createElement, useContext } from 'react'
import type { SafeHtml } from './html'
import type { FrameAppearance } from './page-frame'

export interface StaticRendering {
  readonly title: string | null
  readonly brand: string | null
  /** What a link to the same page, its filters and all, has before the language: "?status=open&". */
  readonly languagePrefix: string
  readonly model: unknown
  /** Where the page's frame is asked for instead of rendered, because it is written apart; null where all is one. */
  readonly shell: { frame: FrameAppearance | null } | null
}

export const StaticRenderingContext = createContext<StaticRendering | null>(null)

/** What a loader returns for a static page: nothing for the browser, the model's type for the component. */
export type StaticLoaderData<Model> = { readonly __model?: Model } | null

type ModelOf<Loader> = Loader extends (...parameters: never[]) => Promise<infer Data>
  ? Exclude<Data, null | Response> extends { readonly __model?: infer Model }
    ? Model
    : never
  : never

/** The model that the route's own loader gave to `staticPage`. */
export function useStaticModel<Loader>(): ModelOf<Loader> {
  const rendering = useContext(StaticRenderingContext)
  if (!rendering) throw new Error('a static page was rendered outside its frame')
  return rendering.model as ModelOf<Loader>
}

/** True when the frame is written apart, of which only the appearance is then needed. */
export function useDeferredFrame(appearance: FrameAppearance): boolean {
  const shell = useContext(StaticRenderingContext)?.shell ?? null
  if (shell === null) return false
  shell.frame = appearance
  return true
}

/** What the frame of the page that is being written has to know; null where pages hydrate. */
export function useStaticFrame(): Pick<StaticRendering, 'title' | 'brand' | 'languagePrefix'> | null {
  return useContext(StaticRenderingContext)
}

/** An element whose content is ready HTML. */
export function StaticHtml({
  as = 'div',
  html,
  ...attributes
}: {
  as?: string
  html: SafeHtml
  className?: string
  id?: string
  role?: string
  'aria-label'?: string
  'aria-labelledby'?: string
}) {
  return createElement(as, { ...attributes, dangerouslySetInnerHTML: { __html: html.text } })
}
