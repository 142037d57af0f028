import { type ObjectWriter, StorageError } from "@tensorloom/core";
import { PartBuffer } from "./partBuffer.ts";
import { UploadQueue } from "./uploadQueue.ts";

/** How a scheme uploads an object: in one request, or in parts that appear together. */
export interface Upload {
  /** The size of all parts but the last, in bytes. */
  readonly partBytes: number;
  /** How many parts are sent together. */
  readonly uploads: number;
  /** Sends an object that fits into one part. */
  sendWhole(bytes: Uint8Array): Promise<void>;
  /** Begins an upload in parts. */
  begin(): Promise<void>;
  /** Sends a part, numbered from 0. `offset` is its first byte in the object. */
  sendPart(part: Uint8Array, number: number, offset: number): Promise<void>;
  /** Publishes the object. `rest` is its last part, which may be empty only if there is no other. */
  finish(rest: Uint8Array, number: number, offset: number): Promise<void>;
  /** Removes the parts of an upload that was begun. */
  abort(): Promise<void>;
}

/** Makes a writer of an upload: it buffers a part, and starts an upload in parts when it needs a second one. */
export function objectWriter(address: string, upload: Upload): ObjectWriter {
  const buffer = new PartBuffer(upload.partBytes);
  const queue = new UploadQueue(upload.uploads);
  let [bytes, parts, state]: [number, number, "open" | "committed" | "discarded"] = [0, 0, "open"];
  let begun: Promise<void> | undefined;

  function checkOpen(): void {
    if (state !== "open") throw new StorageError(address, "unsupported", `the object has been ${state}`);
  }
  async function send(part: Uint8Array): Promise<void> {
    const number = parts++;
    begun ??= upload.begin();
    await begun;
    await queue.add(() => upload.sendPart(part, number, number * upload.partBytes));
  }
  return {
    get bytes() {
      return bytes;
    },
    async write(chunk) {
      checkOpen();
      for (const piece of chunk instanceof Uint8Array ? [chunk] : chunk) {
        for (const part of buffer.add(piece)) await send(part);
        bytes += piece.length;
      }
    },
    async commit() {
      checkOpen();
      if (begun === undefined) await upload.sendWhole(buffer.rest);
      else {
        await begun; // throws if a write has failed
        await queue.finish();
        await upload.finish(buffer.rest, parts, parts * upload.partBytes);
      }
      state = "committed";
    },
    async discard() {
      if (state !== "open") return;
      state = "discarded";
      await queue.settle();
      if (begun === undefined) return;
      const isBegun = await begun.then(
        () => true,
        () => false,
      );
      if (isBegun) await upload.abort().catch(() => undefined); // the error that led here counts
    },
  };
}
