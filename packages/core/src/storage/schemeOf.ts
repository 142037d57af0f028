/**
 * The scheme of an address, in lower case; `undefined` for a path of the file system.
 *
 * @example
 * ```ts
 * import { schemeOf } from "@tensorloom/core/internal";
 *
 * schemeOf("S3://isic/train00.tfrec"); // => "s3"
 * schemeOf("opfs:runs/first"); // => "opfs"
 * schemeOf("C:\\isic\\train00.tfrec"); // => undefined
 * ```
 */
export function schemeOf(address: string): string | undefined {
  const bare = /^(file|opfs):/i.exec(address)?.[1]; // without slashes, too
  if (bare !== undefined) return bare.toLowerCase();
  return /^([a-z][a-z0-9+.-]+):\/\//i.exec(address)?.[1].toLowerCase();
}
