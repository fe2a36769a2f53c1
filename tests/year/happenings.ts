/** What happened in a simulated year: counted, and told. */
export class Happenings {
  private readonly counts = new Map<string, number>()

  note(what: string, count = 1): void {
    this.counts.set(what, (this.counts.get(what) ?? 0) + count)
  }

  count(what: string): number {
    return this.counts.get(what) ?? 0
  }

  /** One a line, by name; what was refused comes last, with why. */
  list(): string[] {
    const names = [...this.counts.keys()].toSorted()
    const isRefusal = (name: string) => name.startsWith('refused')
    return [...names.filter((name) => !isRefusal(name)), ...names.filter(isRefusal)].map(
      (name) => `${name}: ${this.count(name).toLocaleString('en')}`,
    )
  }
}
