import type { StorageObject } from "@tensorloom/core";
import { parseGlob } from "@tensorloom/core/internal";
import { bucketAddress } from "./bucketAddress.ts";

/** One page of a list. */
export interface ListPage {
  readonly objects: readonly (Omit<StorageObject, "address"> & { readonly key: string })[];
  /** The token of the next page; undefined after the last one. */
  readonly next: string | undefined;
}

/** Asks for a page of the objects whose keys start with a prefix; only those of its folder if `isFlat`. */
export type ListPageOf = (
  bucket: string,
  prefix: string,
  isFlat: boolean,
  token: string | undefined,
) => Promise<ListPage>;

/** Lists the objects of a bucket that a pattern matches: page by page, the next one while the last is used. */
export async function* listMatches(
  scheme: string,
  pattern: string,
  listPage: ListPageOf,
): AsyncGenerator<StorageObject, void, undefined> {
  const { bucket, key } = bucketAddress(pattern, true);
  const glob = parseGlob(key);
  const { prefix, isFlat } = glob;
  const isOneObject = isFlat && prefix === key; // other keys that start with it follow
  let page: Promise<ListPage> | undefined = listPage(bucket, prefix, isFlat, undefined);
  while (page !== undefined) {
    const { objects, next }: ListPage = await page;
    const isFound: boolean = isOneObject && objects.some(({ key: name }) => name === key);
    page = next === undefined || isFound ? undefined : listPage(bucket, prefix, isFlat, next);
    page?.catch(() => undefined); // thrown when the page is awaited
    for (const { key: name, ...object } of objects)
      if (!name.endsWith("/") && glob.matches(name))
        yield { address: `${scheme}://${bucket}/${name}`, ...object };
  }
}
