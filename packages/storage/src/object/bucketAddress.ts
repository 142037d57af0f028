import { StorageError } from "@tensorloom/core";

/** The parts of `SCHEME://BUCKET/KEY`. A key may have any characters, also `?`, `#` and spaces. */
export interface BucketAddress {
  readonly bucket: string;
  readonly key: string;
}

/** Splits the address of an object, or of a list if the key may be empty. */
export function bucketAddress(address: string, mayBeEmpty = false): BucketAddress {
  const found = /^[a-z][a-z0-9+.-]+:\/\/([^/]+)(?:\/(.*))?$/is.exec(address);
  if (found === null) throw new StorageError(address, "unsupported", "expected SCHEME://BUCKET/KEY");
  const [, bucket] = found;
  const key = found.at(2) ?? "";
  if (!mayBeEmpty && (key === "" || key.endsWith("/")))
    throw new StorageError(address, "unsupported", "it is the address of a folder, not of an object");
  if (/[*?[{]/.test(bucket))
    throw new StorageError(address, "unsupported", "a glob may be in the key only, not in the bucket");
  if (/(?:^|\/)\.\.?(?:\/|$)/.test(key))
    throw new StorageError(address, "unsupported", "requests cannot name folders . and ..");
  return { bucket, key };
}

/** Encodes a key for a path: everything but unreserved characters and slashes (RFC 3986). */
export function encodeKey(key: string): string {
  return key.split("/").map(encodeStrictly).join("/");
}

/** Encodes all but the unreserved characters of RFC 3986. */
export function encodeStrictly(text: string): string {
  return encodeURIComponent(text).replaceAll(
    /[!'()*]/g,
    (character) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`,
  );
}
