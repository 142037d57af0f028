/** One flag of a command. */
export interface Flag {
  /** The placeholder of its value in the help; `undefined` if it takes none. */
  readonly value?: string | undefined;
  /** Its description; a line break starts a new line of the help. */
  readonly help: string;
}

/** The flag that every command has. */
export const HELP: Flag = { help: "print this help" };
