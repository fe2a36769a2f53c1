/** Every text of the portal, read once from `locales/` at build time. */
import type { Resource } from 'i18next'

const files = import.meta.glob<Record<string, unknown>>('../../locales/*/*.json', { eager: true, import: 'default' })

export const resources: Resource = {}
for (const [file, texts] of Object.entries(files)) {
  const [language, name] = file.split('/').slice(-2)
  if (language === undefined || name === undefined) continue
  resources[language] = { ...resources[language], [name.replace(/\.json$/, '')]: texts }
}
