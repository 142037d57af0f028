import {
  checkPlace,
  errorMessage,
  isRecord,
  nameOf,
  resolvePlace,
  shown,
  statPlace,
} from "@tensorloom/core/internal";
import { checkRun, pictureType } from "../run/checkRun.ts";
import type { Run } from "../run/run.ts";
import type { RunPicture } from "../run/runPicture.ts";
import { readDescription } from "./readDescription.ts";
import { EPOCH_FILES, readEpochs } from "./readEpochs.ts";
import { readRunFile } from "./readFile.ts";
import { PREDICTION_FILES, readPredictions } from "./readPredictions.ts";
import { RUN_FILE } from "./runJson.ts";
import { RunFolderError } from "./runFolderError.ts";

/**
 * Reads a run from its folder.
 *
 * The folder has what {@link writeRun} writes, or a part of it: `run.json`; the epochs as `metrics.jsonl` or
 * `metrics.csv`, written by `metricsLog` or `csvLog` of `@tensorloom/training`; `predictions.csv` or
 * `predictions.jsonl` with the columns `id`, `label`, the scores, and groups; pictures. Without `run.json`, the run has
 * the name of the folder. A last line that a kill cut off is left out.
 *
 * @param folder - The path or address of the folder.
 * @throws RunFolderError that lists the problems of each file, or says that the folder has no run.
 * @example
 * ```ts
 * import { readRun } from "@tensorloom/report/node";
 * import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
 * import { tmpdir } from "node:os";
 * import { join } from "node:path";
 *
 * const folder = mkdtempSync(join(tmpdir(), "run-"));
 * writeFileSync(join(folder, "metrics.jsonl"), '{"epoch":0,"loss":0.5,"val_loss":0.6}\n');
 * writeFileSync(join(folder, "predictions.csv"), "id,label,score,sex\na,0,0.2,female\nb,1,0.7,male\n");
 * const { epochs, predictions } = await readRun(folder);
 * rmSync(folder, { recursive: true });
 * epochs; // => [{ epoch: 0, loss: 0.5, val_loss: 0.6 }]
 * predictions?.groups; // => { sex: ["female", "male"] }
 * ```
 */
export async function readRun(folder: string): Promise<Run> {
  const place = checkPlace("readRun: folder", folder);
  const isWeb = /^https?:/i.test(place); // which lists nothing
  const status = isWeb ? undefined : await statPlace(place);
  if (!isWeb && status?.kind !== "folder")
    throw new RunFolderError(folder, [
      status === undefined ? "there is no such folder" : "expected a folder, got a file",
    ]);
  const problems: string[] = [];
  const described = await readDescription(place);
  const { format: _, version: __, pictures: entries, ...fields } = described ?? {};
  const classes = isTexts(fields["classes"]) ? fields["classes"] : undefined;
  const epochs = await readEpochs(place, problems);
  const found = await readPredictions(place, classes, problems);
  const pictures = await readPictures(place, entries, problems);
  if (problems.length > 0) throw new RunFolderError(folder, problems);
  if (described === undefined && epochs === undefined && found === undefined)
    throw new RunFolderError(folder, [
      `it has none of ${[RUN_FILE, ...EPOCH_FILES, ...PREDICTION_FILES].join(", ")}`,
    ]);
  const run = {
    name: nameOf(resolvePlace(place)) || "run",
    ...fields,
    ...(fields["threshold"] === "Infinity" ? { threshold: Infinity } : {}),
    ...(found?.classes === undefined ? {} : { classes: found.classes }),
    ...(epochs === undefined ? {} : { epochs }),
    ...(found === undefined ? {} : { predictions: found.predictions }),
    ...(pictures === undefined ? {} : { pictures }),
  };
  try {
    return checkRun(RUN_FILE, run);
  } catch (error) {
    throw new RunFolderError(folder, [errorMessage(error)], { cause: error });
  }
}

function isTexts(value: unknown): value is readonly string[] {
  return Array.isArray(value) && value.every((one) => typeof one === "string");
}

/** Whether a relative path stays in its folder. */
function leadsInside(path: string): boolean {
  if (/^([/\\]|[a-z]+:)/i.test(path)) return false; // absolute, or an address
  let depth = 0;
  for (const part of path.split(/[/\\]/)) {
    depth += part === ".." ? -1 : part === "." || part === "" ? 0 : 1;
    if (depth < 0) return false;
  }
  return true;
}

/** Reads the files of the pictures that `run.json` lists. */
async function readPictures(
  folder: string,
  entries: unknown,
  problems: string[],
): Promise<readonly RunPicture[] | undefined> {
  if (entries === undefined) return undefined;
  if (!Array.isArray(entries) || !entries.every(isRecord)) {
    problems.push(`${RUN_FILE}: pictures must be a list of objects, got ${shown(entries)}`);
    return undefined;
  }
  const read = async (path: unknown): Promise<Uint8Array | undefined> => {
    if (path === undefined) return undefined;
    if (typeof path !== "string" || !leadsInside(path)) {
      problems.push(`${RUN_FILE}: the path of a picture must lead into the folder, got ${shown(path)}`);
      return undefined;
    }
    const file = await readRunFile(folder, path);
    if (file === undefined || pictureType(file) === undefined)
      problems.push(
        `${path}: ${file === undefined ? "the file is missing" : "it must be a JPEG or PNG file"}`,
      );
    return file;
  };
  const pictures: unknown[] = [];
  for (const entry of entries) {
    const image = await read(entry["image"] ?? null);
    const overlay = await read(entry["overlay"]);
    pictures.push({ ...entry, image, ...(overlay === undefined ? {} : { overlay }) });
  }
  return pictures as readonly RunPicture[]; // which checkRun checks
}
