/** What cannot be simulated, in words for the person who asked. */
export class Refusal extends Error {
  override readonly name = 'Refusal'
}
