import { checkPlace, joinPlace, makePlace, writePlace } from "@tensorloom/core/internal";
import { csvFormatRows } from "d3-dsv";
import { checkRun, pictureType } from "../run/checkRun.ts";
import type { Run } from "../run/run.ts";
import type { RunPicture } from "../run/runPicture.ts";
import type { RunPredictions } from "../run/runPredictions.ts";
import { readDescription } from "./readDescription.ts";
import { EPOCH_FILES } from "./readEpochs.ts";
import { PREDICTION_FILES } from "./readPredictions.ts";
import { toGroupColumn } from "./scoreColumns.ts";
import { type PictureEntry, RUN_FILE, RUN_FORMAT } from "./runJson.ts";

/**
 * Writes a run into a folder, from which {@link readRun} reads it.
 *
 * The epochs become `metrics.jsonl`, the predictions `predictions.csv`, the pictures files in `pictures/`; all else is
 * in `run.json`. Parts that the run lacks stay as they were in the folder, so that a log that `metricsLog` wrote remains, and
 * predictions can be added later. Each file appears whole or not at all, `run.json` last. Missing folders are made.
 *
 * @param folder - The path or address of the folder.
 * @throws TypeError or RangeError if the run is not valid; RunFolderError if the folder has a `run.json` that is damaged or
 *   of another format; FileWriteError if a file cannot be written, StorageError at an address.
 * @example
 * ```ts
 * import { readRun, writeRun } from "@tensorloom/report/node";
 * import { mkdtempSync, readdirSync, rmSync } from "node:fs";
 * import { tmpdir } from "node:os";
 * import { join } from "node:path";
 *
 * const folder = mkdtempSync(join(tmpdir(), "run-"));
 * await writeRun(folder, { name: "B0", settings: { size: 256 }, epochs: [{ epoch: 0, loss: 0.5 }] });
 * await writeRun(folder, { name: "B0", predictions: { ids: ["a", "b"], labels: [0, 1], scores: [0.2, 0.7] } });
 * const files = readdirSync(folder).sort();
 * const { settings } = await readRun(folder);
 * rmSync(folder, { recursive: true });
 * files; // => ["metrics.jsonl", "predictions.csv", "run.json"]
 * settings; // => { size: 256 }
 * ```
 */
export async function writeRun(folder: string, run: Run): Promise<void> {
  const place = checkPlace("writeRun: folder", folder);
  const { epochs, predictions, pictures, ...fields } = checkRun("writeRun: run", run);
  const old = await readDescription(place); // before anything is written
  await makePlace(place);
  const entries = pictures === undefined ? undefined : await writePictures(place, pictures);
  if (predictions !== undefined)
    await writePlace(joinPlace(place, PREDICTION_FILES[0]), predictionLines(predictions, run.classes));
  if (epochs !== undefined)
    await writePlace(
      joinPlace(place, EPOCH_FILES[0]),
      epochs.map((logs) => `${JSON.stringify(logs)}\n`).join(""),
    );
  const fresh = Object.fromEntries(
    Object.entries({ ...fields, pictures: entries }).filter(([, value]) => value !== undefined),
  );
  const content = { ...old, ...RUN_FORMAT, ...fresh };
  await writePlace(joinPlace(place, RUN_FILE), `${JSON.stringify(content, keepInfinity, 2)}\n`);
}

/** A threshold may be infinite, which JSON does not have. */
function keepInfinity(_key: string, value: unknown): unknown {
  return value === Infinity ? "Infinity" : value;
}

/** How many rows are one chunk of a file. */
const ROWS_PER_CHUNK = 1000;

function* predictionLines(
  { ids, labels, scores, groups = {} }: RunPredictions,
  classes: readonly string[] | undefined,
): Generator<string> {
  const data = "shape" in scores ? scores.data : scores;
  const columns = "shape" in scores ? (scores.shape.at(1) ?? 1) : 1;
  const indices = Array.from({ length: columns }, (_, at) => at);
  const scoreNames = columns === 1 ? ["score"] : indices.map((at) => `score_${classes?.[at] ?? String(at)}`);
  const names = Object.keys(groups);
  yield `${csvFormatRows([["id", "label", ...scoreNames, ...names.map(toGroupColumn)]])}\n`;
  for (let start = 0; start < ids.length; start += ROWS_PER_CHUNK) {
    const rows = ids.slice(start, start + ROWS_PER_CHUNK).map((id, offset) => {
      const row = start + offset;
      const label = classes?.[labels[row]] ?? String(labels[row]);
      const own = indices.map((at) => String(data[row * columns + at]));
      return [id, label, ...own, ...names.map((name) => groups[name][row])];
    });
    yield `${csvFormatRows(rows)}\n`;
  }
}

async function writePictures(
  folder: string,
  pictures: readonly RunPicture[],
): Promise<readonly PictureEntry[]> {
  if (pictures.length > 0) await makePlace(joinPlace(folder, "pictures"));
  const entries: PictureEntry[] = [];
  for (const [at, { image, overlay, ...known }] of pictures.entries()) {
    const name = `pictures/${known.role}-${String(at)}-${known.id.replace(/[^\w-]+/g, "_").slice(0, 60)}`;
    const write = async (file: Uint8Array, ending: string): Promise<string> => {
      const path = `${name}${ending}.${pictureType(file) === "png" ? "png" : "jpg"}`;
      await writePlace(joinPlace(folder, path), file);
      return path;
    };
    entries.push({
      ...known,
      image: await write(image, ""),
      ...(overlay === undefined ? {} : { overlay: await write(overlay, "-heat") }),
    });
  }
  return entries;
}
