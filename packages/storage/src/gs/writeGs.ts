import { type ObjectWriter, StorageError } from "@tensorloom/core";
import type { Reply } from "../http/attempt.ts";
import type { ObjectRequest } from "../http/transport.ts";
import type { HttpClient } from "../http/httpClient.ts";
import { TransientError } from "../http/transientError.ts";
import { objectWriter } from "../object/objectWriter.ts";
import type { WriteOptions } from "../object/protocol.ts";

interface GsWrite extends WriteOptions {
  readonly address: string;
  /** The address of an upload of the object, without its type. */
  readonly url: string;
  readonly partBytes: number;
}

/**
 * Writes an object: in one request, or as a resumable upload if it is larger than a part.
 *
 * Parts are sent one after another. After a break, the server is asked which bytes it has.
 *
 * @see https://cloud.google.com/storage/docs/performing-resumable-uploads
 */
export function writeGs(
  client: HttpClient,
  { address, url, partBytes, signal, replace = true }: GsWrite,
): ObjectWriter {
  let session = "";

  async function named<R>(work: () => Promise<R>): Promise<R> {
    try {
      return await work();
    } catch (error) {
      const isTaken = error instanceof StorageError && error.status === 412 && !replace;
      throw isTaken ? new StorageError(address, "exists", "the object exists", { status: 412 }) : error;
    }
  }

  /** Sends bytes that start at `offset`; `total` is the size of the object if they are its last ones. */
  async function sendBytes(bytes: Uint8Array, offset: number, total: number | undefined): Promise<void> {
    let [kept, isFirst] = [0, true]; // bytes of this part that the server has
    const size = total === undefined ? "*" : String(total);
    const request = (): ObjectRequest => {
      if (!isFirst) return { url: session, method: "PUT", headers: { "Content-Range": `bytes */${size}` } }; // which has it?
      const rest = bytes.subarray(kept);
      const last = offset + bytes.length - 1;
      const range =
        rest.length === 0 ? `bytes */${size}` : `bytes ${String(offset + kept)}-${String(last)}/${size}`;
      return { url: session, method: "PUT", headers: { "Content-Range": range }, body: rest };
    };
    await client.exchange({
      address,
      signal,
      accepts: [308],
      offset: () => offset + kept,
      request: () => {
        const next = request();
        isFirst = false;
        return { ...next, manualRedirect: true };
      },
      async use(reply: Reply) {
        const { status, headers } = reply;
        await reply.text();
        if (status !== 308) return; // the object is complete
        const end = Number(/-(\d+)$/.exec(headers.get("Range") ?? "")?.[1] ?? -1) + 1;
        if (end < offset)
          throw new StorageError(address, "truncated", "the server has lost a part of the upload", {
            status,
          });
        kept = end - offset;
        if (kept >= bytes.length && total === undefined) return;
        isFirst = true; // the rest is sent next
        throw new TransientError("truncated", `the server has ${String(end)} bytes`, { status });
      },
    });
    client.counter.bytesWritten += bytes.length;
  }

  return objectWriter(address, {
    partBytes,
    uploads: 1, // the parts of a session are in order
    sendWhole: (bytes) =>
      named(async () => {
        await client.exchange({
          address,
          signal,
          request: () => ({
            url: `${url}&uploadType=media`,
            method: "POST",
            body: bytes,
            headers: { "Content-Type": "application/octet-stream" },
          }),
          use: (reply) => reply.text(),
        });
        client.counter.bytesWritten += bytes.length;
      }),
    begin: () =>
      named(() =>
        client.exchange({
          address,
          signal,
          request: () => ({
            url: `${url}&uploadType=resumable`,
            method: "POST",
            headers: { "X-Upload-Content-Type": "application/octet-stream" },
          }),
          async use(reply) {
            const { headers, status } = reply;
            await reply.text();
            const location = headers.get("Location");
            if (location === null)
              throw new StorageError(
                address,
                "unsupported",
                "the server (or its CORS rules) hides the upload's address",
                { status },
              );
            session = location;
          },
        }),
      ),
    sendPart: (part, _, offset) => sendBytes(part, offset, undefined),
    finish: (rest, _, offset) => named(() => sendBytes(rest, offset, offset + rest.length)),
    abort: () =>
      client.exchange({
        address,
        signal: undefined, // also after an abort
        accepts: [404, 410, 499], // 499 is the response to a cancelled upload
        request: () => ({ url: session, method: "DELETE" }),
        use: async (reply) => {
          await reply.text();
        },
      }),
  });
}
