export interface ListedFile {
  readonly name: string
  /** What it is and how big. */
  readonly note: string
  readonly href: string
}

/** Things to take away. */
export function FileList({ files }: { files: readonly ListedFile[] }) {
  return (
    <ul className="files">
      {files.map(({ name, note, href }) => (
        <li key={href}>
          <a href={href}>
            <bdi>{name}</bdi>
          </a>
          <small>{note}</small>
        </li>
      ))}
    </ul>
  )
}
