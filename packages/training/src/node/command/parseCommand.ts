/** What a command line of `tensorloom-run` asks for. */
export interface Command {
  /** Processes to start; `undefined` if a launcher has started this one, or one is enough. */
  readonly ranks: number | undefined;
  /** Machines, as `mpirun` takes them: `a:2,b:2`. */
  readonly hosts: string | undefined;
  /** Whether every rank prints to the standard output. */
  readonly allOutput: boolean;
  readonly script: string;
  readonly args: readonly string[];
}

/** A mistake in the command line. */
export class UsageError extends Error {
  override readonly name: string = "UsageError";
}

/**
 * Parses the arguments of `tensorloom-run`. Those after the script are the script's.
 *
 * @returns `"help"` or `"version"` if the command line asks for that.
 * @throws UsageError if an option is unknown or wrong, or there is no script.
 */
export function parseCommand(words: readonly string[]): Command | "help" | "version" {
  let [ranks, hosts, allOutput]: [number | undefined, string | undefined, boolean] = [
    undefined,
    undefined,
    false,
  ];
  for (let at = 0; at < words.length; at++) {
    const word = words[at];
    const value = words.at(at + 1);
    if (word === "--help" || word === "-h") return "help";
    if (word === "--version") return "version";
    if (word === "--all-output") allOutput = true;
    else if (word === "-n" || word === "--ranks") {
      ranks = parseCount(word, value);
      at++;
    } else if (word === "--hosts") {
      if (value === undefined || !/^[^,\s]+(,[^,\s]+)*$/.test(value))
        throw new UsageError(`--hosts must be a list such as a:2,b:2, got ${value ?? "nothing"}`);
      hosts = value;
      at++;
    } else if (word.startsWith("-"))
      throw new UsageError(
        `unknown option ${word}; known are -n, --hosts, --all-output, --help, --version, before the script`,
      );
    else {
      if (hosts !== undefined && ranks === undefined)
        throw new UsageError("--hosts needs -n, the number of processes");
      return { ranks, hosts, allOutput, script: word, args: words.slice(at + 1) };
    }
  }
  throw new UsageError("name a script: tensorloom-run train.ts");
}

function parseCount(name: string, text: string | undefined): number {
  if (text !== undefined && /^[1-9]\d{0,5}$/.test(text)) return Number(text);
  throw new UsageError(`${name} must be a number of processes of at least 1, got ${text ?? "nothing"}`);
}
