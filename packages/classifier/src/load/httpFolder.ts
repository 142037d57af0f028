import { errorMessage } from "@tensorloom/core/internal";
import { ClassifierFileError } from "../format/classifierFileError.ts";
import type { ModelFolder } from "./modelFolder.ts";

/** Weights of `saveModel`, which have a new name with each save; all other files are replaced by files of the same name. */
const UNIQUE = /^weights\.[0-9a-f]{16}\.bin$/;

/**
 * A folder on a server.
 *
 * @param address - That of the folder, or of the `model.json` in it.
 */
export function httpFolder(address: URL, signal: AbortSignal | undefined): ModelFolder {
  const base = new URL(address);
  if (!/(\/|\.json)$/.test(base.pathname)) base.pathname += "/";
  const locate = (name: string): string => {
    const url = new URL(name, base);
    url.search = base.search; // a token, for some servers
    return url.href;
  };
  return {
    locate,
    async read(name, onBytes) {
      const file = locate(name);
      try {
        const cache = UNIQUE.test(name) ? "force-cache" : "no-cache";
        const response = await fetch(file, { cache, ...(signal === undefined ? {} : { signal }) });
        if (response.status === 404 || response.status === 410) return undefined;
        if (!response.ok) throw new Error(`the server answered ${String(response.status)}`);
        return await readBody(response, onBytes);
      } catch (error) {
        signal?.throwIfAborted();
        throw new ClassifierFileError(file, `cannot be fetched: ${errorMessage(error)}`, { cause: error });
      }
    },
  };
}

async function readBody(
  response: Response,
  onBytes: (bytes: number) => void = () => undefined,
): Promise<Uint8Array> {
  const chunks: Uint8Array[] = [];
  let length = 0;
  for (const reader = response.body?.getReader(); reader !== undefined;) {
    const { done, value } = await reader.read();
    if (done) break;
    chunks.push(value);
    length += value.length;
    onBytes(length);
  }
  const bytes = new Uint8Array(length);
  let at = 0;
  for (const chunk of chunks) {
    bytes.set(chunk, at);
    at += chunk.length;
  }
  return bytes;
}
