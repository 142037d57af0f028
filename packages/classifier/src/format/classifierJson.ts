import { errorMessage, isObject, isRecord, shown } from "@tensorloom/core/internal";
import type { ClassifierOptions } from "../options/classifierOptions.ts";
import { createPreprocess } from "../preprocess/createPreprocess.ts";
import type { PreprocessOptions } from "../preprocess/preprocessOptions.ts";
import { ClassifierFileError } from "./classifierFileError.ts";

/** What every `classifier.json` begins with. */
const FORMAT = "tensorloom-classifier";
/** The version of the format. A change of a field's meaning is a new version. */
export const VERSION = 1;

/** The contents of a `classifier.json`. */
export interface ClassifierJson {
  readonly format: string;
  readonly version: number;
  /** The save that wrote it; `model.json` names the same. A file written by hand has none. */
  readonly save?: string | undefined;
  /** The other fields: the options, as plain JSON. */
  readonly [field: string]: unknown;
}

/** The fields that are not options. */
const ENVELOPE: ReadonlySet<string> = new Set(["format", "version", "save"]);

/** A classifier's options as plain JSON. A metric that is NaN becomes null. */
export function toJson(save: string, { preprocess, ...options }: ClassifierOptions): ClassifierJson {
  return { format: FORMAT, version: VERSION, save, ...options, preprocess: preprocess.options };
}

/**
 * Checks that a value is a `classifier.json` of a version that this package reads.
 *
 * @throws ClassifierFileError that says what is wrong.
 */
function checkJson(file: string, value: unknown): ClassifierJson {
  if (!isRecord(value) || value["format"] !== FORMAT)
    throw new ClassifierFileError(file, `has no classifier: format must be ${shown(FORMAT)}`);
  const { version } = value;
  if (version !== VERSION) {
    const newer = typeof version === "number" && version > VERSION;
    const hint = newer ? "; a newer @tensorloom/classifier wrote it, so update the package" : "";
    throw new ClassifierFileError(file, `version must be ${String(VERSION)}, got ${shown(version)}${hint}`);
  }
  return value as ClassifierJson; // by the lines above
}

/**
 * Reads a classifier's options from plain JSON. They are checked when the classifier is built.
 *
 * @throws ClassifierFileError if labels or preprocess are missing, or preprocess is invalid.
 */
function fromJson(file: string, json: ClassifierJson): ClassifierOptions {
  const options = Object.fromEntries(Object.entries(json).filter(([field]) => !ENVELOPE.has(field)));
  for (const field of ["labels", "preprocess"])
    if (!Object.hasOwn(options, field)) throw new ClassifierFileError(file, `${field} is missing`);
  const metrics = "metrics" in options ? { metrics: withNaN(options["metrics"]) } : {};
  try {
    const preprocess = createPreprocess(options["preprocess"] as PreprocessOptions); // it checks them
    return { ...options, ...metrics, preprocess } as ClassifierOptions; // checked with the model
  } catch (error) {
    throw new ClassifierFileError(file, errorMessage(error), { cause: error });
  }
}

function withNaN(metrics: unknown): unknown {
  if (!isObject(metrics)) return metrics;
  return Object.fromEntries(Object.entries(metrics).map(([name, value]) => [name, value ?? NaN]));
}

/** The file that `saveClassifier` writes, and the object in the metadata of `model.json` that holds the same. */
export const CLASSIFIER_FILE = "classifier.json";
export const METADATA_KEY = "classifier";

/** The places that may hold a classifier's options. */
export interface Sources {
  /** The path or address of `classifier.json`, and its contents if there is such a file. */
  readonly file: string;
  readonly text: string | undefined;
  /** The path or address of `model.json`, and its metadata. */
  readonly modelFile: string;
  readonly metadata: unknown;
}

/** Options, and the file that they are from. */
interface FoundOptions {
  readonly file: string;
  readonly options: ClassifierOptions;
}

/**
 * Finds the options that belong to the weights: those of `classifier.json` if it is of the save that wrote `model.json`,
 * else those that `model.json` holds itself.
 *
 * @throws ClassifierFileError if neither has options for these weights.
 */
export function findOptions({ file, text, modelFile, metadata }: Sources): FoundOptions {
  const inside: unknown = isObject(metadata) ? metadata[METADATA_KEY] : undefined;
  const embedded = inside === undefined ? undefined : checkJson(modelFile, inside);
  const beside = text === undefined ? undefined : checkJson(file, parse(file, text));
  if (beside !== undefined && beside.save === embedded?.save)
    return { file, options: fromJson(file, beside) };
  if (embedded !== undefined) return { file: modelFile, options: fromJson(modelFile, embedded) };
  if (beside === undefined)
    throw new ClassifierFileError(modelFile, "has a model without labels; save it with saveClassifier");
  throw new ClassifierFileError(
    file,
    "is of another save than model.json, which another program has replaced; save the classifier again",
  );
}

/** @throws ClassifierFileError if a text is not JSON. */
export function parse(file: string, text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    const start = text.trimStart().slice(0, 20);
    throw new ClassifierFileError(file, `is not JSON; it begins with ${shown(start)}`, { cause: error });
  }
}
