/** Every order of the values. */
export function permute<Value>(values: readonly Value[]): Value[][] {
  if (values.length <= 1) return [[...values]]
  return values.flatMap((value, index) =>
    permute(values.filter((_, other) => other !== index)).map((rest) => [value, ...rest]),
  )
}
