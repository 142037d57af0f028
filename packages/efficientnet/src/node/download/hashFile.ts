import { createHash } from "node:crypto";
import { createReadStream } from "node:fs";

/** The hash of a file in hexadecimal, `undefined` where there is no such file. */
export async function digestOf(path: string, algorithm: "md5" | "sha256"): Promise<string | undefined> {
  const hash = createHash(algorithm);
  try {
    for await (const chunk of createReadStream(path, { highWaterMark: 1 << 20 }))
      hash.update(chunk as Uint8Array); // a stream without encoding gives bytes
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return undefined; // the file system throws nothing else
    throw error;
  }
  return hash.digest("hex");
}
