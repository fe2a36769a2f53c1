/** `Shape` whose optional members may also be given as undefined. */
type WithUndefined<Shape> = {
  [Key in keyof Shape]: Partial<Pick<Shape, Key>> extends Pick<Shape, Key> ? Shape[Key] | undefined : Shape[Key]
}

/**
 * Drops the members that are undefined, so that an absent field is absent: in comparisons, in the content hash and for
 * `exactOptionalPropertyTypes`.
 */
export function omitUndefined<Shape extends object>(members: WithUndefined<Shape>): Shape {
  // Only optional members may be undefined by the parameter's type, so what is left is a Shape.
  return Object.fromEntries(Object.entries(members).filter(([, value]) => value !== undefined)) as Shape
}
