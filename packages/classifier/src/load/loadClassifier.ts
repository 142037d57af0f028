import { checkOptions, checkPlace, isAddress, type OptionKinds, shown } from "@tensorloom/core/internal";
import type { Classifier } from "../classifier/classifier.ts";
import { ENGINE_OPTIONS, type EngineOptions } from "../classifier/createClassifier.ts";
import { CLASSIFIER_FILE } from "../format/classifierJson.ts";
import { loadFromPlace } from "./fromPlace.ts";
import { filesFolder } from "./filesFolder.ts";
import { httpFolder } from "./httpFolder.ts";
import type { ModelFolder } from "./modelFolder.ts";
import { ownClassifier } from "./ownClassifier.ts";
import { MODEL_FILE, type OnProgress, readModel } from "./readModel.ts";

/**
 * Options of {@link loadClassifier}.
 *
 * @inline
 */
interface LoadClassifierOptions extends EngineOptions {
  /** Called while weights arrive from a web address or from files, with the bytes so far and all of them. */
  readonly onProgress?: OnProgress | undefined;
  /** Ends the download of a web address, or the loading after the model; the promise is rejected with the signal's reason. */
  readonly signal?: AbortSignal | undefined;
}

const KNOWN: OptionKinds<LoadClassifierOptions> = {
  ...ENGINE_OPTIONS,
  onProgress: "function",
  signal: "any",
};

/**
 * Loads a classifier that `saveClassifier` wrote: from a folder, a server, or files that a user chose.
 *
 * Other processes may save to the folder at the same time: labels, preprocessing and weights are always of one save.
 * Edits of `classifier.json` count: another threshold, a better label. Its `dispose` frees the model too.
 *
 * @param source - The folder or the `model.json` in it: a path in Node; an address such as `opfs:models/skin`,
 * `s3://models/moles` or `https://…`; in a page, also an address relative to it; or the files of the folder.
 * @throws ClassifierFileError if a file is missing, malformed, of an unknown version, or does not fit the others;
 * ModelFileError if the model in a folder is missing or malformed; TypeError if `source` is neither.
 * @example
 * ```ts no-run
 * import { useBackend } from "@tensorloom/backend";
 * import { loadClassifier } from "@tensorloom/classifier";
 *
 * await useBackend();
 * const classifier = await loadClassifier("/models/skin/");
 * const input = document.querySelector<HTMLInputElement>("input[type=file]");
 * input?.addEventListener("change", async () => {
 *   for (const file of input.files ?? []) console.log(file.name, await classifier.classify(file));
 * });
 * ```
 */
export async function loadClassifier(
  source: string | URL | Iterable<File>,
  options: LoadClassifierOptions = {},
): Promise<Classifier> {
  const { onProgress, signal, engine, onEngine } = checkOptions("loadClassifier", options, KNOWN);
  signal?.throwIfAborted();
  const place = placeOf(source);
  if (place !== undefined) return loadFromPlace(place, { engine, onEngine }, signal);
  const folder = openFolder(source, signal);
  const model = await readModel(folder, onProgress);
  return ownClassifier(model, { engine, onEngine }, async () => {
    const bytes = await folder.read(CLASSIFIER_FILE);
    return {
      file: folder.locate(CLASSIFIER_FILE),
      text: bytes === undefined ? undefined : new TextDecoder().decode(bytes),
      modelFile: folder.locate(MODEL_FILE),
      metadata: model.getUserDefinedMetadata(),
    };
  });
}

/** The path or the address of a storage; `undefined` for what the web or the user has. */
function placeOf(source: unknown): string | undefined {
  if (typeof source !== "string" || source === "") return undefined;
  if (isAddress(source)) return /^https?:/i.test(source) ? undefined : source;
  if (pageOf(globalThis) !== undefined && !/^file:/i.test(source)) return undefined;
  return checkPlace("loadClassifier: source", source);
}

function openFolder(source: unknown, signal: AbortSignal | undefined): ModelFolder {
  if (typeof source === "string" || source instanceof URL) return httpFolder(addressOf(source), signal);
  const files: readonly unknown[] = isIterable(source) ? [...source] : [];
  if (files.length > 0 && files.every((file) => file instanceof File)) return filesFolder(files);
  throw new TypeError(
    `loadClassifier: source must be an address, or the files of a saved classifier, got ${shown(source)}`,
  );
}

function isIterable(value: unknown): value is Iterable<unknown> {
  return typeof value === "object" && value !== null && Symbol.iterator in value;
}

/** An absolute address; a relative one counts from the page. */
function addressOf(source: string | URL): URL {
  const base = pageOf(globalThis);
  if (URL.canParse(String(source), base)) return new URL(source, base);
  throw new TypeError(`loadClassifier: source must be an address, got ${shown(source)}`);
}

/** The page's address, or that of the worker's script; Node has neither. */
function pageOf(scope: { readonly document?: Document; readonly location?: Location }): string | undefined {
  return scope.document?.baseURI ?? scope.location?.href;
}
