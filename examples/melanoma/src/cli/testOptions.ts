import { TRAIN_FLAGS } from "./flags.ts";
import type { Options } from "./options.ts";
import { parseFlags } from "./parseFlags.ts";
import { parseOptions } from "./parseOptions.ts";

/** The options of a command line of `train`. For tests. */
export function testOptions(...argv: readonly string[]): Options {
  return parseOptions(parseFlags(argv, { flags: TRAIN_FLAGS }));
}
