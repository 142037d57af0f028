import { explainError } from "../cli/explainError.ts";
import { readCommandLine } from "./readCommandLine.ts";

/** Texts for the standard streams, and an exit code. */
interface Response {
  readonly out: string;
  readonly err: string;
  readonly code: number;
}

/** Responds to a command line that needs no run: help, and errors in flags. Returns `undefined` if a command is to run. */
export function respond(argv: readonly string[]): Response | undefined {
  try {
    const { help } = readCommandLine(argv);
    return help === undefined ? undefined : { out: help, err: "", code: 0 };
  } catch (error) {
    return { out: "", err: `melanoma: ${explainError(error)}\n`, code: 1 };
  }
}
