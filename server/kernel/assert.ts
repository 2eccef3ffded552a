/** Something that must be true was not: a bug in this program, never a mistake of the person using it. */
export class AssertionFailed extends Error {
  override readonly name = 'AssertionFailed'
}

/** Stops here when the program is wrong. What people can cause is a `Problem` instead. */
export function assert(condition: unknown, message: string): asserts condition {
  if (!condition) throw new AssertionFailed(message)
}
