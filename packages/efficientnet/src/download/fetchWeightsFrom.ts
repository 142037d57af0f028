import { sha256 as sha256Of } from "@noble/hashes/sha2.js";
import { bytesToHex, utf8ToBytes } from "@noble/hashes/utils.js";
import {
  checkOptions,
  joinPlace,
  nameOf,
  type OptionKinds,
  readPlace,
  shown,
} from "@tensorloom/core/internal";
import { parseManifest } from "../files/tfjsManifest.ts";
import { fetchFile } from "#fetch-file";
import type { DownloadOptions } from "./fetchFileOptions.ts";

/**
 * Options of {@link fetchWeightsFrom}.
 *
 * @inline
 */
export interface FetchWeightsFromOptions extends DownloadOptions {
  /**
   * The SHA-256 of the file in hexadecimal, or of several by their names: those of tfjs's shards, too. A file is
   * downloaded again if its own differs. Default: none; then a file that is there is used as it is.
   */
  readonly sha256?: string | Readonly<Record<string, string>> | undefined;
  /** The folder of downloaded files. Default: as in `fetchWeights`. */
  readonly cacheFolder?: string | undefined;
}

const KNOWN: OptionKinds<FetchWeightsFromOptions> = {
  sha256: "any",
  cacheFolder: "string",
  onProgress: "function",
  signal: "object",
};

/**
 * Downloads weights from any web address once, and returns their path or address.
 *
 * The file is one that `readWeights` reads: Keras's `.h5` or `.keras`, `.safetensors`, or tfjs's `model.json`, whose
 * shards are downloaded with it. An interrupted download is resumed, unless the file has changed on the server.
 *
 * @param url - The address of the file; in a page, also relative to it.
 * @returns The path or the address of the file, for `readWeights`.
 * @throws DownloadError if a download fails; WeightsFileError if a `.json` is no manifest; the reason of `signal`.
 * @example
 * ```ts no-run
 * import { fetchWeightsFrom, readWeights } from "@tensorloom/efficientnet";
 *
 * const file = await fetchWeightsFrom("https://example.org/models/skin/model.json", {
 *   onProgress: ({ url, received, total }) => console.log(url, received, total),
 * });
 * const weights = await readWeights(file);
 * ```
 */
export async function fetchWeightsFrom(
  url: string | URL,
  options: FetchWeightsFromOptions = {},
): Promise<string> {
  const { sha256, ...rest } = checkOptions("fetchWeightsFrom", options, KNOWN);
  const address = webAddress(url);
  const digests = checkDigests(sha256, nameOf(address));
  const folder = bytesToHex(sha256Of(utf8ToBytes(folderAddress(address))));
  const fetchOne = (name: string, from: string): Promise<string> => {
    const file = { name: `${folder.slice(0, 16)}/${name}`, url: from, algorithm: "sha256" } as const;
    return fetchFile({ ...file, digest: digests[name]?.toLowerCase() }, { ...rest, mirror: "" });
  };
  const place = await fetchOne(nameOf(address), address);
  if (!place.endsWith(".json")) return place;
  for (const { paths } of parseManifest(place, await readPlace(place)))
    for (const shard of paths) await fetchOne(shard, joinPlace(folderAddress(address), shard));
  return place;
}

/** The folder of an address, with its query. */
function folderAddress(address: string): string {
  return new URL(".", address).href + new URL(address).search;
}

function webAddress(url: string | URL): string {
  const { location } = globalThis as { readonly location?: { readonly href: string } }; // a page's or a worker's
  let found: URL | undefined;
  try {
    found = new URL(String(url), location?.href);
  } catch {
    // reported below
  }
  if (found === undefined || !/^https?:$/.test(found.protocol))
    throw new TypeError(`fetchWeightsFrom: url must be a web address (https:), got ${shown(url)}`);
  found.hash = "";
  return found.href;
}

function checkDigests(sha256: unknown, name: string): Readonly<Partial<Record<string, string>>> {
  if (sha256 === undefined) return {};
  const digests: Record<string, unknown> =
    typeof sha256 === "object" && sha256 !== null ? { ...sha256 } : { [name]: sha256 };
  for (const [of, digest] of Object.entries(digests))
    if (typeof digest !== "string" || !/^[\da-f]{64}$/i.test(digest))
      throw new TypeError(
        `fetchWeightsFrom: sha256 of ${of} must be 64 hexadecimal digits, got ${shown(digest)}`,
      );
  return digests as Readonly<Record<string, string>>; // checked above
}
