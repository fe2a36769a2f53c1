/**
 * What was worked out for a request once, noted on the request's own object. A WeakMap would do the same, but what it
 * holds outlives every collection of young objects, so that each request would leave its share to the slow ones.
 */
export interface RequestNote<Owner extends object, Value> {
  read(owner: Owner): Value | undefined
  write(owner: Owner, value: Value): void
  remove(owner: Owner): void
}

export function createRequestNote<Owner extends object, Value>(name: string): RequestNote<Owner, Value> {
  const slot = Symbol(name)
  type Noted = Owner & { [slot]?: Value | undefined }
  return {
    read: (owner: Noted) => owner[slot],
    write(owner: Noted, value) {
      owner[slot] = value
    },
    remove(owner: Noted) {
      owner[slot] = undefined
    },
  }
}
