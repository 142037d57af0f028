import { isAddress, readPlace } from "@tensorloom/core/internal/node";
import { ImageError } from "@tensorloom/image";
import { UserError } from "../cli/userError.ts";
import { checkPicture } from "../files/checkPicture.ts";

/** How many files are read at the same time. */
const READS = 16;

/** How many damaged files an error names. */
const NAMED = 5;

/**
 * Checks each picture, so that files of another kind and those that are cut off are all reported before anything is
 * computed.
 *
 * Pixels are decoded when they are used. Pictures at addresses are not read twice.
 *
 * @param paths - The files; those of record files, which have none, are checked when these are opened.
 * @throws UserError with the first few of the files.
 */
export async function checkPictures(paths: readonly string[] = []): Promise<void> {
  const problems = new Array<string | undefined>(paths.length).fill(undefined);
  const next = paths.entries();
  const read = async (): Promise<void> => {
    for (const [at, path] of next) if (!isAddress(path)) problems[at] = await problemOf(path);
  };
  await Promise.all(Array.from({ length: READS }, read));
  const damaged = problems.flatMap((problem, at) =>
    problem === undefined ? [] : [`${paths[at]}: ${problem}`],
  );
  if (damaged.length === 0) return;
  const more = damaged.length - NAMED;
  throw new UserError(
    `${String(damaged.length)} of ${String(paths.length)} pictures cannot be decoded; remove them, or replace them:` +
      damaged
        .slice(0, NAMED)
        .map((line) => `\n  ${line}`)
        .join("") +
      (more > 0 ? `\n  … and ${String(more)} more` : ""),
  );
}

async function problemOf(path: string): Promise<string | undefined> {
  const bytes = await readPlace(path);
  try {
    await checkPicture(bytes);
    return undefined;
  } catch (error) {
    if (error instanceof ImageError) return error.message;
    throw error;
  }
}
