import { html, joinHtml, type SafeHtml } from './html'
import { StaticHtml } from './static-page'

export interface ListedFile {
  readonly name: string
  /** What it is and how big. */
  readonly note: string
  readonly href: string
}

/** Things to take away. */
export function FileList({ files }: { files: readonly ListedFile[] }) {
  return <StaticHtml as="ul" className="files" html={writeItems(files)} />
}

/** The same as text. */
export function writeFileList(files: readonly ListedFile[]): SafeHtml {
  return html`<ul class="files">${writeItems(files)}</ul>`
}

function writeItems(files: readonly ListedFile[]): SafeHtml {
  return joinHtml(
    files.map(({ name, note, href }) => html`<li><a href="${href}"><bdi>${name}</bdi></a><small>${note}</small></li>`),
  )
}
