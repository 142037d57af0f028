import { StorageError } from "@tensorloom/core";
import type { HttpClient } from "../http/httpClient.ts";
import { TransientError } from "../http/transientError.ts";
import type { ListPage } from "../object/listMatches.ts";
import type { S3Account } from "./s3Account.ts";
import { parseXml } from "./xml.ts";

interface PageRequest {
  readonly pattern: string;
  readonly bucket: string;
  readonly prefix: string;
  readonly isFlat: boolean;
  readonly token: string | undefined;
  readonly signal: AbortSignal | undefined;
}

/**
 * Asks for a page of up to 1000 objects.
 *
 * @see https://docs.aws.amazon.com/AmazonS3/latest/API/API_ListObjectsV2.html
 */
export function listS3Page(
  account: S3Account,
  client: HttpClient,
  { pattern, bucket, prefix, isFlat, token, signal }: PageRequest,
): Promise<ListPage> {
  const query = {
    "list-type": "2",
    "encoding-type": "url", // keys may have characters that XML cannot hold
    prefix,
    ...(isFlat && { delimiter: "/" }),
    ...(token !== undefined && { "continuation-token": token }),
  };
  return client.exchange({
    address: pattern,
    signal,
    request: async () => ({ url: await account.urlOf(bucket, "", query) }),
    async use(reply) {
      const { status } = reply;
      const root = parseXml(await reply.text());
      if (root === undefined)
        throw new TransientError("truncated", "the list is not complete XML", { status });
      if (root.name !== "ListBucketResult")
        throw new StorageError(pattern, "unsupported", `the server sends <${root.name}> instead of a list`, {
          status,
        });
      const decode = root.text("EncodingType") === "url" ? decodeKey : (key: string) => key;
      const isTruncated = root.text("IsTruncated") === "true";
      const next = root.text("NextContinuationToken");
      if (isTruncated && next === undefined)
        throw new StorageError(pattern, "unsupported", "the list ends without a token for its next page", {
          status,
        });
      return {
        next: isTruncated ? next : undefined,
        objects: root.all("Contents").map((entry) => {
          const modified = Date.parse(entry.text("LastModified") ?? "");
          return {
            key: decode(entry.text("Key") ?? ""),
            size: Number(entry.text("Size")),
            etag: entry.text("ETag"),
            modified: Number.isNaN(modified) ? undefined : modified,
          };
        }),
      };
    },
  });
}

/** Decodes a key of `encoding-type=url`, in which a plus is a space. */
function decodeKey(key: string): string {
  return decodeURIComponent(key.replaceAll("+", " "));
}
