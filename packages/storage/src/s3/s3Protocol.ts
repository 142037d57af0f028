import { StorageError } from "@tensorloom/core";
import type { HttpClient } from "../http/httpClient.ts";
import { bucketAddress } from "../object/bucketAddress.ts";
import { readContentLength, readVersion } from "../object/contentRange.ts";
import { listMatches } from "../object/listMatches.ts";
import type { Protocol } from "../object/protocol.ts";
import { listS3Page } from "./listS3Page.ts";
import type { S3Account } from "./s3Account.ts";
import { writeS3 } from "./writeS3.ts";

/** Objects of S3: the requests of its REST API. */
export function s3Protocol(account: S3Account, client: HttpClient): Protocol {
  const { scheme } = account;
  const stat: Protocol["stat"] = (address, signal) => {
    const { bucket, key } = bucketAddress(address);
    return client.exchange({
      address,
      signal,
      accepts: [404],
      request: async () => ({ url: await account.urlOf(bucket, key), method: "HEAD" }),
      use: ({ status, headers }) => {
        const modified = Date.parse(headers.get("Last-Modified") ?? "");
        const found = {
          address,
          size: readContentLength(headers),
          etag: readVersion(headers),
          modified: Number.isNaN(modified) ? undefined : modified,
        };
        return Promise.resolve(status === 404 ? undefined : found);
      },
    });
  };
  return {
    scheme,
    version: readVersion,
    async get(address, etag) {
      const { bucket, key } = bucketAddress(address);
      return {
        url: await account.urlOf(bucket, key),
        headers: etag === undefined ? {} : { "If-Match": etag },
      };
    },
    stat,
    list: (pattern, signal) =>
      listMatches(scheme, pattern, (bucket, prefix, isFlat, token) =>
        listS3Page(account, client, { pattern, bucket, prefix, isFlat, token, signal }),
      ),
    async write(address, options) {
      const { bucket, key } = bucketAddress(address);
      if (options.replace === false && (await stat(address, options.signal)) !== undefined)
        throw new StorageError(address, "exists", "the object exists");
      return writeS3(account, client, { address, bucket, key, ...options });
    },
    remove(address, signal) {
      const { bucket, key } = bucketAddress(address);
      return client.exchange({
        address,
        signal,
        accepts: [404],
        request: async () => ({ url: await account.urlOf(bucket, key), method: "DELETE" }),
        use: () => Promise.resolve(),
      });
    },
  };
}
