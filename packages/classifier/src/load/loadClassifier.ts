import { checkOptions, isNode, type OptionKinds, shown } from "@tensorloom/core/internal";
import type { Classifier } from "../classifier/classifier.ts";
import { ENGINE_OPTIONS, type EngineOptions } from "../classifier/createClassifier.ts";
import { CLASSIFIER_FILE } from "../format/classifierJson.ts";
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
  /** Called while weights arrive, with the bytes so far and all of them. */
  readonly onProgress?: OnProgress | undefined;
  /** Ends the download; the promise is rejected with the signal's reason. */
  readonly signal?: AbortSignal | undefined;
}

const KNOWN: OptionKinds<LoadClassifierOptions> = {
  ...ENGINE_OPTIONS,
  onProgress: "function",
  signal: "any",
};

/**
 * Loads a classifier from a server, or from files that a user chose.
 *
 * It needs no Node, and reads what `saveClassifier` wrote: serve that folder as it is. In Node,
 * `@tensorloom/classifier/node` loads a folder of the disk.
 *
 * @param source - The address of the folder or of its `model.json`, relative to the page; or the files of the folder.
 * @throws ClassifierFileError if a file is missing, malformed, of an unknown version, or does not fit the others.
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
  const hint = isNode() ? '; import loadClassifier from "@tensorloom/classifier/node" to load a folder' : "";
  throw new TypeError(`loadClassifier: source must be an address, got ${shown(source)}${hint}`);
}

/** The page's address, or that of the worker's script; Node has neither. */
function pageOf(scope: { readonly document?: Document; readonly location?: Location }): string | undefined {
  return scope.document?.baseURI ?? scope.location?.href;
}
