import { platformFiles } from "#platform-files";
import { isAddress } from "./isAddress.ts";

/** An address without its query, and the query of a web address: it holds tokens and signatures. */
function divide(address: string): readonly [address: string, query: string] {
  const at = /^https?:/i.test(address) ? address.search(/[?#]/) : -1;
  return at < 0 ? [address, ""] : [address.slice(0, at), address.slice(at)];
}

/**
 * Joins a folder and a name: a path, or an address with slashes. A query of the folder's stays at the end.
 *
 * @example
 * ```ts
 * import { joinPlace } from "@tensorloom/core/internal";
 *
 * joinPlace("s3://models/moles/", "model.json"); // => "s3://models/moles/model.json"
 * ```
 */
export function joinPlace(folder: string, name: string): string {
  if (!isAddress(folder)) return platformFiles.join(folder, name);
  const [base, query] = divide(folder);
  return `${base.replace(/\/+$/, "")}/${name}${query}`;
}

/**
 * The folder of a file: of a path or an address.
 *
 * @example
 * ```ts
 * import { folderOf } from "@tensorloom/core/internal";
 *
 * folderOf("gs://isic/2020/train.csv"); // => "gs://isic/2020"
 * ```
 */
export function folderOf(place: string): string {
  if (!isAddress(place)) return platformFiles.dirname(place);
  const [base, query] = divide(place);
  const bare = base.replace(/\/+$/, "");
  const cut = bare.lastIndexOf("/");
  if (/^opfs:/i.test(bare)) return cut < 0 ? "opfs:" : bare.slice(0, cut);
  return cut <= bare.indexOf("://") + 2 ? place : `${bare.slice(0, cut)}${query}`;
}

/**
 * The last name of a path or an address, without a query.
 *
 * @example
 * ```ts
 * import { nameOf } from "@tensorloom/core/internal";
 *
 * nameOf("https://example.org/runs/b3/?token=1"); // => "b3"
 * ```
 */
export function nameOf(place: string): string {
  if (!isAddress(place)) return platformFiles.basename(place);
  const [base] = divide(place);
  return base
    .replace(/\/+$/, "")
    .replace(/^.*\//s, "")
    .replace(/^opfs:/i, "");
}
