import { html, joinHtml } from './html'
import { StaticHtml } from './static-page'

export interface ListedFile {
  readonly name: string
  /** What it is and how big. */
  readonly note: string
  readonly href: string
}

/** Things to take away. */
export function FileList({ files }: { files: readonly ListedFile[] }) {
  const items = files.map(
    ({ name, note, href }) => html`<li><a href="${href}"><bdi>${name}</bdi></a><small>${note}</small></li>`,
  )
  return <StaticHtml as="ul" className="files" html={joinHtml(items)} />
}
