import { oneOf } from "@tensorloom/core/internal";
import { VARIANTS, type Variant } from "../architecture/variants.ts";
import { WEIGHT_FILES, WEIGHT_SOURCES, type WeightSource } from "./publishedFiles.ts";

/**
 * A published file of weights: its address and its hash.
 *
 * @example
 * ```ts
 * import { createHash } from "node:crypto";
 * import { type WeightFile, weightFile } from "@tensorloom/efficientnet";
 *
 * // Whether these are the bytes of the published file, for an application that downloads it itself.
 * const isIntact = ({ algorithm, digest }: WeightFile, bytes: Uint8Array): boolean =>
 *   createHash(algorithm).update(bytes).digest("hex") === digest;
 * isIntact(weightFile("B0", "imagenet"), Uint8Array.of(1, 2, 3)); // => false
 * ```
 */
export interface WeightFile {
  readonly name: string;
  readonly url: string;
  readonly algorithm: "md5" | "sha256";
  /** Hash in hexadecimal. */
  readonly digest: string;
}

/**
 * Returns the published file of a variant's weights: its name, address and hash.
 *
 * @param top - Whether to choose the file with the classifier of 1000 classes. Default true.
 * @throws RangeError if the variant or the source is unknown.
 * @example
 * ```ts
 * import { weightFile } from "@tensorloom/efficientnet";
 *
 * weightFile("B3", "imagenet", false).url; // => "https://storage.googleapis.com/keras-applications/efficientnetb3_notop.h5"
 * ```
 */
export function weightFile(variant: Variant, source: WeightSource, top = true): WeightFile {
  oneOf("weightFile: variant", variant, VARIANTS);
  oneOf("weightFile: source", source, WEIGHT_SOURCES);
  const { folder, name: parts, algorithm, digests } = WEIGHT_FILES[source];
  const name = `${parts[0]}${variant.slice(1)}${parts[1]}${top ? "" : "_notop"}.h5`;
  return { name, url: `${folder}/${name}`, algorithm, digest: digests[variant][top ? 0 : 1] };
}
