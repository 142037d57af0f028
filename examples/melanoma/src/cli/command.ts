import type { SampleSize } from "../sample/planSample.ts";
import type { CommandIO } from "./commandIO.ts";
import type { Flag } from "./flag.ts";

/** The words that a command takes besides flags, such as `RUN PICTURES…`. */
interface Words {
  /** Their names in the help. */
  readonly usage: string;
  readonly min: number;
  readonly max: number;
}

/** A parsed command line. */
export interface CommandLine {
  /** The words besides flags, in order. */
  readonly words: readonly string[];
  /** The values of the flags by name; a flag that takes no value has `""`. */
  readonly flags: ReadonlyMap<string, string>;
}

/** One command: `npm run melanoma -- NAME WORDS --flags`. */
export interface Command {
  /** What it does, in one line of the list of commands. */
  readonly summary: string;
  /** Absent if the command takes flags only. */
  readonly words?: Words | undefined;
  /** The flags that it takes, in the order of its help. */
  readonly flags: Readonly<Record<string, Flag>>;
  /** What the help says below the flags. */
  readonly notes?: string | undefined;
  /**
   * Checks the values of the flags, before anything large loads.
   *
   * @throws UserError for an invalid value.
   */
  readonly check?: ((line: CommandLine) => void) | undefined;
  /**
   * Runs the command. The rest of its modules is imported here, since tfjs alone takes a quarter of a second.
   *
   * @param sample - The size of a sample, if one is drawn; tests draw tiny ones.
   * @throws UserError for invalid flags and data.
   */
  readonly run: (line: CommandLine, io: CommandIO, sample?: SampleSize) => Promise<void>;
}
