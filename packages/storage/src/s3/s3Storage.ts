import type { Storage } from "@tensorloom/core";
import { httpSettings } from "../http/httpOptions.ts";
import { httpObjects } from "../object/httpObjects.ts";
import { S3_OPTIONS, type S3Options } from "./s3Options.ts";
import { s3Account } from "./s3Account.ts";
import { s3Client } from "./s3Client.ts";
import { s3Protocol } from "./s3Protocol.ts";

/**
 * Opens object storage that speaks S3: AWS, MinIO, Cloudflare R2, Ceph and others.
 *
 * Addresses are `s3://BUCKET/KEY`. Reads are pinned to an ETag, uploads of large objects are multipart and appear when
 * they are committed. Keys never appear in errors.
 *
 * @throws TypeError or RangeError for wrong options.
 * @see https://docs.aws.amazon.com/AmazonS3/latest/API/API_Operations_Amazon_Simple_Storage_Service.html
 * @example
 * ```ts no-run
 * import { registerStorage } from "@tensorloom/core";
 * import { s3Storage } from "@tensorloom/storage";
 *
 * registerStorage("minio", () =>
 *   s3Storage({
 *     scheme: "minio",
 *     endpoint: "http://localhost:9000",
 *     credentials: { accessKeyId: "minio-admin", secretAccessKey: "minio-admin" },
 *   }),
 * );
 * ```
 */
export function s3Storage(options: S3Options = {}): Storage {
  const settings = httpSettings("s3Storage", options, S3_OPTIONS);
  const account = s3Account(options);
  const client = s3Client(account, settings);
  return httpObjects(s3Protocol(account, client), client);
}
