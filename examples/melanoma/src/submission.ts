import { readFile } from "node:fs/promises";
import { UserError } from "./cli/userError.ts";

/**
 * The order in which a submission lists the test images: the sample submission's, or the files' where there is none.
 *
 * @param sample - Path of `sample_submission.csv`.
 * @param names - The images that will be predicted.
 * @throws UserError where the sample asks for no image, for one twice or for one that is in no test file, or is no table of image names.
 */
export async function submissionOrder(
  sample: string | undefined,
  names: readonly string[],
): Promise<readonly string[]> {
  if (sample === undefined) return names;
  const wanted = column(await readFile(sample, "utf8"), "image_name", sample);
  const known = new Set(names);
  if (wanted.length === 0) throw new UserError(`${sample} names no image below its first line`);
  const seen = new Set<string>();
  const twice = wanted.find((name) => seen.size === seen.add(name).size);
  if (twice !== undefined) throw new UserError(`${sample} names image ${twice} more than once`);
  const missing = wanted.filter((name) => !known.has(name));
  if (missing.length === 0) return wanted;
  const some = missing.slice(0, 3).join(", ") + (missing.length > 3 ? ", …" : "");
  throw new UserError(
    `${sample} asks for ${String(missing.length)} ${missing.length === 1 ? "image" : "images"} that no test file holds: ${some}`,
  );
}

/** The text of a submission; nine digits tell all float32 numbers apart. */
export function submission(order: readonly string[], scores: ReadonlyMap<string, number>): string {
  const rows = order.map((name) => `${name},${String(Number((scores.get(name) ?? NaN).toPrecision(9)))}\n`);
  return `image_name,target\n${rows.join("")}`;
}

/** One column of a CSV without quotes. */
function column(text: string, name: string, path: string): readonly string[] {
  const rows = text
    .replace(/^\uFEFF/, "")
    .split(/\r?\n/)
    .filter((line) => line !== "")
    .map((line) => line.split(","));
  const at = (rows.at(0) ?? []).indexOf(name);
  if (at < 0) throw new UserError(`${path} must have a column ${name} in its first line`);
  return rows.slice(1).map((row) => row.at(at) ?? "");
}
