/** A mistake that the person who runs the command can correct: only its message is shown. */
export class UserError extends Error {
  override readonly name = "UserError";
}
