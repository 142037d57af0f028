import { createHash } from "node:crypto";
import { createReadStream } from "node:fs";
import { errorCode } from "@tensorloom/core/internal";

/** Hashes a file; returns hexadecimal, or `undefined` if there is no such file. */
export async function hashFile(path: string, algorithm: "md5" | "sha256"): Promise<string | undefined> {
  const hash = createHash(algorithm);
  try {
    for await (const chunk of createReadStream(path, { highWaterMark: 1 << 20 }))
      hash.update(chunk as Uint8Array); // a stream without an encoding yields bytes
  } catch (error) {
    if (errorCode(error) === "ENOENT") return undefined;
    throw error;
  }
  return hash.digest("hex");
}
