/** Something that the person who runs the command can put right; its message is all that they are told. */
export class UserError extends Error {
  override readonly name = "UserError";
}
