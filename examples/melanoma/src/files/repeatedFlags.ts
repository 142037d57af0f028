import { UserError } from "../cli/userError.ts";
import type { Flags } from "../cli/values.ts";

/** Flags that may change when a run continues. */
const FREE: ReadonlySet<string> = new Set(["resume", "checkpoint", "out", "backend", "engine", "help"]);

/** The flags of a run as they were written, by name, without those that may change when it continues. */
export type RepeatedFlags = Readonly<Record<string, string>>;

/** Returns the flags that a later `--resume` has to repeat. */
export function repeatedFlags(flags: Flags): RepeatedFlags {
  return Object.fromEntries([...flags].filter(([name]) => !FREE.has(name)));
}

/** Lists how flags differ from those of an earlier run: `--batch is 4, was 8`. */
export function listFlagDifferences(now: RepeatedFlags, before: RepeatedFlags): readonly string[] {
  const [is, was] = [now, before].map((flags) => new Map(Object.entries(flags)));
  return [...new Set([...is.keys(), ...was.keys()])].flatMap((name) => {
    const [one, other] = [is, was].map((flags) => formatFlag(flags.get(name)));
    return one === other ? [] : [`--${name} is ${one}, was ${other}`];
  });
}

function formatFlag(value: string | undefined): string {
  if (value === undefined) return "not used";
  return value === "" ? "used" : value;
}

/** @throws UserError that names the flags which differ from those of an earlier run, if any do. */
export function checkSameFlags(
  place: string,
  now: RepeatedFlags,
  before: RepeatedFlags,
  cause?: unknown,
): void {
  const differences = listFlagDifferences(now, before);
  if (differences.length > 0)
    throw new UserError(
      `${place} is of a run with other flags; use the same ones with --resume, or another --out:` +
        differences.map((line) => `\n  ${line}`).join(""),
      { cause },
    );
}

/** The error for an earlier run of the same flags. */
export function otherPictures(place: string, cause?: unknown): UserError {
  return new UserError(
    `${place} is of a run with other pictures; use the same ones with --resume, or another --out`,
    { cause },
  );
}
