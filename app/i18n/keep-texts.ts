import type { i18n } from 'i18next'

/** A translate function as it is called: what is put into a text, and a number that chooses its form. */
export type Translate = (key: string, options?: TextValues) => string

type TextValues = Readonly<Record<string, unknown>> & { readonly count?: number }

/** Counts that are written often enough to be worth keeping: days, mostly. */
const HIGHEST_KEPT_COUNT = 999

/** Of one key, what was looked up so far: as it stands, to put values into, and both by count. */
interface KeptText {
  plain: string | null
  template: string | null
  readonly counted: Map<number, string>
  readonly templates: Map<number, string>
}

/**
 * The same translate function, which looks a text up once and from then on only puts the values in, as i18next's own
 * interpolation does it. No text of ours is made of others, has a context, or is of another language than its function;
 * one that takes nothing in but a count is kept as it was written.
 */
export function keepTexts({ services: { interpolator }, language }: i18n, translate: Translate): Translate {
  const texts = new Map<string, KeptText>()
  const find = (key: string) => {
    let kept = texts.get(key)
    if (!kept) {
      kept = { plain: null, template: null, counted: new Map(), templates: new Map() }
      texts.set(key, kept)
    }
    return kept
  }
  const keepCounted = (kept: Map<number, string>, count: number, write: () => string) => {
    let text = kept.get(count)
    if (text === undefined) {
      text = write()
      kept.set(count, text)
    }
    return text
  }
  return (key, values) => {
    const kept = find(key)
    if (values === undefined) return (kept.plain ??= translate(key))
    const { count } = values
    if (count === undefined) {
      kept.template ??= translate(key, { skipInterpolation: true })
      return interpolator.interpolate(kept.template, values, language, {})
    }
    if (!(Number.isInteger(count) && count >= 0 && count <= HIGHEST_KEPT_COUNT)) return translate(key, values)
    if (hasCountAlone(values)) return keepCounted(kept.counted, count, () => translate(key, { count }))
    const template = keepCounted(kept.templates, count, () => translate(key, { count, skipInterpolation: true }))
    return interpolator.interpolate(template, values, language, {})
  }
}

function hasCountAlone(values: TextValues): boolean {
  for (const name in values) if (name !== 'count') return false
  return true
}
