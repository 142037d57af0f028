import { StorageError } from "@tensorloom/core";
import type { ReadRefusal } from "../http/describeFailure.ts";
import { createHttpClient, type Exchange, type HttpClient } from "../http/httpClient.ts";
import type { HttpSettings } from "../http/httpOptions.ts";
import { bucketAddress } from "../object/bucketAddress.ts";
import type { S3Account } from "./s3Account.ts";
import { signRequest } from "./signer.ts";
import { parseXml } from "./xml.ts";

/** Creates the client of an account. A bucket in another region than expected is found, and asked there. */
export function s3Client(account: S3Account, settings: HttpSettings): HttpClient {
  const derived = new Map<string, ArrayBuffer>();

  const client = createHttpClient(settings, {
    async authorize(request, isRefused) {
      const keys = await account.keys(isRefused);
      const identity = { ...request, headers: { ...request.headers, "Accept-Encoding": "identity" } };
      if (keys === undefined) return identity;
      return signRequest(identity, keys, await account.regionOf(request.bucket ?? ""), derived);
    },
    readRefusal: readS3Refusal,
  });

  async function exchange<T>(one: Exchange<T>): Promise<T> {
    const { bucket } = bucketAddress(one.address, true);
    const request: Exchange<T>["request"] = async () => ({ ...(await one.request()), bucket });
    const send = (): Promise<T> => client.exchange({ ...one, request });
    try {
      return await send();
    } catch (error) {
      if (!mayBeElsewhere(error) || !(await account.isAws()) || account.regions.has(bucket)) throw error;
      const before = await account.regionOf(bucket);
      const region = (await findRegion(bucket, one.signal).catch(() => undefined)) ?? before;
      account.regions.set(bucket, region);
      if (region === before) throw error;
      return await send();
    }
  }

  /** Asks AWS for the region of a bucket: every response to HEAD names it, also a refusal. */
  async function findRegion(bucket: string, signal: AbortSignal | undefined): Promise<string | undefined> {
    const url = await account.urlOf(bucket, "");
    return client.exchange({
      address: `${account.scheme}://${bucket}/`,
      signal,
      accepts: [301, 307, 400, 403, 404],
      request: () => ({ url, bucket, method: "HEAD", manualRedirect: true }),
      use: ({ headers }) => Promise.resolve(headers.get("x-amz-bucket-region") ?? undefined),
    });
  }
  return { ...client, exchange };
}

function mayBeElsewhere(error: unknown): boolean {
  return error instanceof StorageError && [301, 307, 400, 403].includes(error.status ?? 0);
}

/** Reads an error document of S3. */
const readS3Refusal: ReadRefusal = (text) => {
  const root = parseXml(text);
  return root?.name === "Error" ? { code: root.text("Code"), message: root.text("Message") } : {};
};
