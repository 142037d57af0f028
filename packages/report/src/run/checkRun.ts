import { checkOptions, finite, isRecord, oneOf, type OptionKinds, shown } from "@tensorloom/core/internal";
import type { Run } from "./run.ts";
import type { RunPicture } from "./runPicture.ts";
import type { RunPredictions } from "./runPredictions.ts";

const FIELDS: OptionKinds<Run> = {
  name: "string",
  created: "string",
  description: "string",
  classes: "object",
  positive: "string",
  threshold: "number",
  unit: "string",
  settings: "object",
  versions: "object",
  seconds: "object",
  data: "object",
  epochs: "object",
  predictions: "object",
  pictures: "object",
};

/**
 * Checks a run, and returns it.
 *
 * @param name - The function and argument, for messages: `"writeRun: run"`.
 * @throws TypeError if it is not a run, or has an unknown field; RangeError if its parts do not fit one another.
 */
export function checkRun(name: string, run: Run): Run {
  checkOptions(name, run, FIELDS);
  const called: unknown = run.name;
  if (typeof called !== "string" || called === "")
    throw new TypeError(`${name}: name must be a text, got ${shown(called)}`);
  const { classes, positive, threshold } = run;
  if (classes !== undefined) checkTexts(`${name}: classes`, classes);
  if (classes !== undefined && new Set(classes).size !== classes.length)
    throw new RangeError(`${name}: classes must have different names`);
  if (positive !== undefined && !(classes ?? ["0", "1"]).includes(positive))
    throw new RangeError(`${name}: positive must be one of the classes, got ${shown(positive)}`);
  if (threshold !== undefined && threshold !== Infinity) finite(`${name}: threshold`, threshold);
  checkTables(name, run);
  if (run.predictions !== undefined) checkPredictions(`${name}: predictions`, run.predictions, run);
  for (const [at, picture] of (run.pictures ?? []).entries())
    checkPicture(`${name}: pictures[${String(at)}]`, picture);
  return run;
}

function checkTexts(name: string, list: readonly string[]): void {
  if (Array.isArray(list) && list.every((one) => typeof one === "string")) return;
  throw new TypeError(`${name} must be a list of texts, got ${shown(list)}`);
}

function checkTables(name: string, { settings, versions, seconds, data, epochs }: Run): void {
  for (const [key, table] of Object.entries({ settings, versions, seconds }))
    if (table !== undefined && !isRecord(table))
      throw new TypeError(`${name}: ${key} must be an object, got ${shown(table)}`);
  for (const [stage, value] of Object.entries(seconds ?? {}))
    finite(`${name}: seconds[${shown(stage)}]`, value, 0);
  for (const [key, list] of Object.entries({ data, epochs }))
    if (list !== undefined && !(Array.isArray(list) && list.every(isRecord)))
      throw new TypeError(`${name}: ${key} must be a list of objects, got ${shown(list)}`);
  for (const [at, count] of (data ?? []).entries()) {
    const place = `${name}: data[${String(at)}]`;
    finite(`${place}.rows`, count.rows, 0);
    if (typeof count.split !== "string") throw new TypeError(`${place}.split must be a text`);
  }
}

function checkPredictions(name: string, { ids, labels, scores, groups }: RunPredictions, run: Run): void {
  checkTexts(`${name}.ids`, ids);
  const rows = ids.length;
  const shape = "shape" in scores ? scores.shape : [scores.length];
  const data = "shape" in scores ? scores.data : scores;
  const columns = shape.at(1) ?? 1;
  if (shape.length > 2 || shape[0] !== rows || data.length !== rows * columns)
    throw new RangeError(
      `${name}.scores must be ${String(rows)} rows, as ids are, got the shape [${shape.join(", ")}]`,
    );
  const classes = run.classes?.length ?? Math.max(columns, 2);
  if (columns === 1 ? classes !== 2 : columns !== classes)
    throw new RangeError(
      `${name}.scores must have a column per class, ${String(classes)}, or one if there are two, got ${String(columns)}`,
    );
  if (labels.length !== rows)
    throw new RangeError(
      `${name}.labels must have one class index per row, ${String(rows)}, got ${String(labels.length)}`,
    );
  for (let row = 0; row < rows; row++)
    if (!(Number.isInteger(labels[row]) && labels[row] >= 0 && labels[row] < classes))
      throw new RangeError(
        `${name}.labels[${String(row)}] must be an integer from 0 to ${String(classes - 1)}, got ${shown(labels[row])}`,
      );
  for (let at = 0; at < data.length; at++) finite(`${name}.scores[${String(at)}]`, data[at]);
  for (const [column, values] of Object.entries(groups ?? {})) {
    checkTexts(`${name}.groups.${column}`, values);
    if (values.length !== rows)
      throw new RangeError(
        `${name}.groups.${column} must have one text per row, ${String(rows)}, got ${String(values.length)}`,
      );
  }
  if (run.unit !== undefined && !Object.hasOwn(groups ?? {}, run.unit))
    throw new RangeError(`${name}.groups must have the column of unit, ${shown(run.unit)}`);
}

function checkPicture(name: string, picture: RunPicture): void {
  if (!isRecord(picture)) throw new TypeError(`${name} must be an object, got ${shown(picture)}`);
  oneOf(`${name}.role`, picture.role, ["example", "mistake", "hit"]);
  if (typeof picture.id !== "string")
    throw new TypeError(`${name}.id must be a text, got ${shown(picture.id)}`);
  for (const file of [picture.image, ...(picture.overlay === undefined ? [] : [picture.overlay])])
    if (pictureType(file) === undefined)
      throw new TypeError(`${name} must have the bytes of JPEG or PNG files, got ${shown(file)}`);
}

/** The kind of a picture file, by its first bytes; undefined if it is neither JPEG nor PNG. */
export function pictureType(file: Uint8Array): "jpeg" | "png" | undefined {
  if (!(file instanceof Uint8Array)) return undefined;
  if (file[0] === 0xff && file[1] === 0xd8 && file[2] === 0xff) return "jpeg";
  return [0x89, 0x50, 0x4e, 0x47].every((byte, at) => file[at] === byte) ? "png" : undefined;
}
