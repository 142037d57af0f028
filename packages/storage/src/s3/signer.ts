import { AwsV4Signer } from "aws4fetch";
import { StorageError } from "@tensorloom/core";
import type { ObjectRequest } from "../http/transport.ts";
import type { AwsKeys } from "./s3Options.ts";

/** The SHA-256 of no bytes. */
const EMPTY_HASH = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855";

/** Keys that are derived from an account's for one day and region. */
type DerivedKeys = Map<string, ArrayBuffer>;

/**
 * Signs a request with AWS Signature Version 4. The hash of the body is part of it, so a damaged upload is refused.
 *
 * @param datetime - The time as `20240501T120000Z`; default: now.
 * @see https://docs.aws.amazon.com/AmazonS3/latest/API/sig-v4-header-based-auth.html
 */
export async function signRequest(
  request: ObjectRequest,
  { accessKeyId, secretAccessKey, sessionToken }: AwsKeys,
  region: string,
  cache: DerivedKeys,
  datetime?: string,
): Promise<ObjectRequest> {
  const { url, method = "GET", headers = {}, body } = request;
  if (typeof accessKeyId !== "string" || typeof secretAccessKey !== "string")
    throw new StorageError(url, "denied", "credentials need accessKeyId and secretAccessKey");
  const signed = await new AwsV4Signer({
    url,
    method,
    headers: { ...headers, "x-amz-content-sha256": await hashOf(body) },
    accessKeyId,
    secretAccessKey,
    ...(sessionToken !== undefined && { sessionToken }),
    service: "s3",
    region,
    cache,
    ...(datetime !== undefined && { datetime }),
  }).sign();
  return { ...request, url: String(signed.url), headers: Object.fromEntries(signed.headers) };
}

async function hashOf(body: ObjectRequest["body"]): Promise<string> {
  if (body === undefined || body.length === 0) return EMPTY_HASH;
  const bytes = typeof body === "string" ? new TextEncoder().encode(body) : body;
  const hash = await crypto.subtle.digest("SHA-256", bytes as BufferSource); // bytes without SharedArrayBuffer
  return Array.from(new Uint8Array(hash), (byte) => byte.toString(16).padStart(2, "0")).join("");
}
