/** Chance that can be repeated: the same seed makes the same choices. */
export interface Chance {
  /** In [0, 1). */
  next(): number
  /** A whole number, both ends included. */
  between(least: number, most: number): number
  /** True in `share` of all cases. */
  happens(share: number): boolean
  pick<Item>(items: readonly Item[]): Item
  /** Chance of its own for one part of the work, so that parts running side by side do not disturb each other's. */
  fork(): Chance
}

/** Mulberry32 (public domain): small, and random enough to choose moments. */
export function createChance(seed: number): Chance {
  let state = seed >>> 0
  const next = () => {
    state = (state + 0x6d2b79f5) >>> 0
    let mixed = Math.imul(state ^ (state >>> 15), state | 1)
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32
  }
  const between = (least: number, most: number) => least + Math.floor(next() * (most - least + 1))
  return {
    next,
    between,
    happens: (share) => next() < share,
    pick<Item>(items: readonly Item[]): Item {
      const item = items[between(0, items.length - 1)]
      if (item === undefined) throw new RangeError('nothing to pick from')
      return item
    },
    fork: () => createChance(between(0, 2 ** 31)),
  }
}

/** The items in another order. */
export function shuffle<Item>(items: readonly Item[], chance: Chance): Item[] {
  const keyed = items.map((item) => ({ item, key: chance.next() }))
  return keyed.toSorted((left, right) => left.key - right.key).map(({ item }) => item)
}
