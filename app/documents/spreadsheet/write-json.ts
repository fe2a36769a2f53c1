/** Writes one JSON object whose lists may be of any length: they are written while they are read. */

export type JsonMember =
  | { readonly name: string; readonly value: unknown }
  | { readonly name: string; readonly items: AsyncIterable<readonly unknown[]> }

export async function* writeJson(members: readonly JsonMember[]): AsyncGenerator<Uint8Array> {
  const encoder = new TextEncoder()
  let before = '{'
  for (const member of members) {
    const head = `${before}\n${JSON.stringify(member.name)}: `
    before = ','
    if ('value' in member) {
      yield encoder.encode(head + JSON.stringify(member.value))
      continue
    }
    yield encoder.encode(`${head}[`)
    let separator = ''
    for await (const batch of member.items) {
      if (batch.length === 0) continue
      yield encoder.encode(separator + batch.map((item) => `\n${JSON.stringify(item)}`).join(','))
      separator = ','
    }
    yield encoder.encode('\n]')
  }
  yield encoder.encode(before === '{' ? '{}\n' : '\n}\n')
}
