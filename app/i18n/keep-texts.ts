import type { i18n } from 'i18next'

/** A translate function as it is called: what is put into a text, and a number that chooses its form. */
export type Translate = (key: string, options?: TextValues) => string

type TextValues = Readonly<Record<string, unknown>> & { readonly count?: number }

/** Counts that are written often enough to be worth keeping: days, mostly. */
const HIGHEST_KEPT_COUNT = 999

/**
 * The same translate function, which looks a text up once and from then on only puts the values in, as i18next's own
 * interpolation does it. No text of ours is made of others, has a context, or is of another language than its function;
 * one that takes nothing in but a count is kept as it was written.
 */
export function keepTexts({ services: { interpolator }, language }: i18n, translate: Translate): Translate {
  const texts = new Map<string, string>()
  const keep = (name: string, write: () => string) => {
    let text = texts.get(name)
    if (text === undefined) {
      text = write()
      texts.set(name, text)
    }
    return text
  }
  return (key, values) => {
    if (values === undefined) return keep(key, () => translate(key))
    const { count, ...others } = values
    if (count !== undefined && !(Number.isInteger(count) && count >= 0 && count <= HIGHEST_KEPT_COUNT)) {
      return translate(key, values)
    }
    const name = count === undefined ? `${key} ` : `${key} ${count}`
    if (count !== undefined && isEmpty(others)) return keep(name, () => translate(key, { count }))
    const template = keep(`${name} with values`, () =>
      translate(key, { ...(count === undefined ? {} : { count }), skipInterpolation: true }),
    )
    return interpolator.interpolate(template, values, language, {})
  }
}

function isEmpty(values: object): boolean {
  for (const _ in values) return false
  return true
}
