/**
 * Hands batches on while the next one is already being read: the database works while the one before is written. Never
 * more than one is waiting. What fails, fails when its turn comes; whoever stops early stops the reading too.
 */
export async function* readAhead<Batch>(batches: AsyncGenerator<Batch>): AsyncGenerator<Batch> {
  const ask = () => {
    const asked = batches.next()
    // It is awaited in its turn, or never: then nobody is to hear of its failure.
    asked.catch(() => undefined)
    return asked
  }
  try {
    for (let next = ask(); ;) {
      const answer = await next
      if (answer.done === true) return
      next = ask()
      yield answer.value
    }
  } finally {
    await batches.return(undefined)
  }
}
