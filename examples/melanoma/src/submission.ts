import { fromCsv } from "@tensorloom/data/node";
import { UserError } from "./cli/userError.ts";

/** Writes a submission: the score of each image, in this order. */
export async function writeSubmission(
  path: string,
  order: readonly string[],
  scores: ReadonlyMap<string, number>,
): Promise<void> {
  const { writePredictions } = await import("@tensorloom/training/node"); // loads tfjs, which is loaded by now
  const data = Float32Array.from(order, (name) => scores.get(name) ?? NaN);
  const predictions = { ids: order, outputs: { data, shape: [order.length, 1] } };
  await writePredictions(path, predictions, { format: "csv", id: "image_name", columns: ["target"] });
}

/**
 * Returns the images that a submission lists, in order: those of the sample submission, or all test images.
 *
 * @param sample - Path of `sample_submission.csv`.
 * @param names - The names of the test images.
 * @throws UserError if the sample has no column of image names, lists no image, an image twice or an unknown image.
 */
export async function readSubmissionOrder(
  sample: string | undefined,
  names: readonly string[],
): Promise<readonly string[]> {
  if (sample === undefined) return names;
  const rows: readonly Partial<Record<string, string>>[] = await fromCsv(sample).toArray();
  if (rows.length === 0) throw new UserError(`${sample} names no image below its first line`);
  const order = rows.flatMap(({ image_name: name }) => name ?? []);
  if (order.length === 0) throw new UserError(`${sample} must have a column image_name in its first line`);
  const seen = new Set<string>();
  const repeated = order.find((name) => seen.size === seen.add(name).size);
  if (repeated !== undefined) throw new UserError(`${sample} names image ${repeated} more than once`);
  const known = new Set(names);
  const missing = order.filter((name) => !known.has(name));
  if (missing.length === 0) return order;
  const list = missing.slice(0, 3).join(", ") + (missing.length > 3 ? ", …" : "");
  const images = missing.length === 1 ? "1 image" : `${String(missing.length)} images`;
  throw new UserError(`${sample} asks for ${images} that no test file holds: ${list}`);
}
