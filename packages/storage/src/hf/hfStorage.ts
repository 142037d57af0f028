import { type Storage, StorageError, type StorageObject } from "@tensorloom/core";
import { type OptionKinds, parseGlob } from "@tensorloom/core/internal";
import { createHttpClient } from "../http/httpClient.ts";
import { HTTP_OPTIONS, httpSettings, type HttpOptions } from "../http/httpOptions.ts";
import { encodeKey } from "../object/bucketAddress.ts";
import { httpObjects } from "../object/httpObjects.ts";
import { readJsonRefusal } from "../object/readJsonRefusal.ts";
import { secretCache } from "../object/secretCache.ts";
import { hubAddress, repositoryPath } from "./hubAddress.ts";
import { hubApi, type HubFile } from "./hubApi.ts";

/**
 * Options of {@link hfStorage}.
 *
 * @inline
 */
interface HfOptions extends HttpOptions {
  /** The server. Default: `HF_ENDPOINT`, or `https://huggingface.co`. */
  readonly endpoint?: string | undefined;
  /** The access token, or `"anonymous"`. Default: `HF_TOKEN`, or the one that `hf auth login` saved. */
  readonly token?: string | undefined;
}

const KNOWN: OptionKinds<HfOptions> = { ...HTTP_OPTIONS, endpoint: "string", token: "string" };

/** The most files whose hashes are remembered. */
const MAX_KNOWN = 100_000;

/**
 * Opens repositories of the Hugging Face Hub, for reading.
 *
 * Addresses are `hf://datasets/ORG/NAME@REVISION/PATH`, and `hf://ORG/NAME/PATH` for models. A revision is resolved
 * to its commit once, so that all reads of a program see the same files.
 *
 * @throws TypeError or RangeError for wrong options.
 * @see https://huggingface.co/docs/huggingface_hub/guides/hf_file_system
 * @example
 * ```ts no-run
 * import { storageOf } from "@tensorloom/core";
 *
 * const address = "hf://datasets/ORG/NAME@main/README.md";
 * const storage = await storageOf(address); // hfStorage() with its defaults
 * console.log(new TextDecoder().decode(await storage.read(address)));
 * ```
 */
export function hfStorage(options: HfOptions = {}): Storage {
  const settings = httpSettings("hfStorage", options, KNOWN);
  const environment = secretCache(async () => {
    const { hubSettings } = await import("#platform");
    const found = await hubSettings();
    const token = options.token ?? found.token;
    const endpoint = (options.endpoint ?? found.endpoint ?? "https://huggingface.co").replace(/\/+$/, "");
    return { endpoint, token: token === "anonymous" ? undefined : token, expires: undefined };
  });
  const client = createHttpClient(settings, {
    async authorize(request) {
      const { endpoint, token } = await environment(false);
      const isOwn = token !== undefined && request.url.startsWith(`${endpoint}/`);
      const secret: Record<string, string> = isOwn ? { Authorization: `Bearer ${token}` } : {};
      return { ...request, headers: { "Accept-Encoding": "identity", ...request.headers, ...secret } };
    },
    readRefusal: readJsonRefusal,
  });
  const endpoint = async (): Promise<string> => (await environment(false)).endpoint;
  const api = hubApi(client, endpoint);
  const known = new Map<string, string>(); // hashes of files by their address: a commit never changes

  function remember(address: string, { size, oid }: HubFile): StorageObject {
    if (known.size >= MAX_KNOWN) known.clear();
    known.set(address, oid);
    return { address, size, etag: oid, modified: undefined };
  }
  async function stat(address: string, signal: AbortSignal | undefined): Promise<StorageObject | undefined> {
    const file = await api.file(address, hubAddress(address), signal);
    return file && remember(address, file);
  }
  async function* list(pattern: string, signal: AbortSignal | undefined): AsyncGenerator<StorageObject> {
    const parts = hubAddress(pattern);
    const glob = parseGlob(parts.path);
    const path = glob.prefix.slice(0, Math.max(0, glob.prefix.lastIndexOf("/")));
    for await (const page of api.tree(pattern, parts, { path, isDeep: !glob.isFlat }, signal))
      for (const file of page) if (glob.matches(file.path)) yield remember(`${parts.root}${file.path}`, file);
  }
  const refuse = (address: string): Promise<never> =>
    Promise.reject(
      new StorageError(
        address,
        "unsupported",
        "the Hub is read only here; upload with 'hf upload' of huggingface_hub",
      ),
    );

  return httpObjects(
    {
      scheme: "hf",
      version: () => undefined, // the files of a commit do not change
      async get(address, etag, signal) {
        const parts = hubAddress(address);
        if (parts.path === "" || parts.path.endsWith("/"))
          throw new StorageError(address, "unsupported", "it is the address of a folder, not of a file");
        if (etag !== undefined) {
          const now = known.get(address) ?? (await stat(address, signal))?.etag;
          if (now !== etag)
            throw new StorageError(address, "changed", "the file has changed since its version was taken");
        }
        const commit = await api.commitOf(address, parts, signal);
        return {
          url: `${await endpoint()}/${repositoryPath(parts)}/resolve/${commit}/${encodeKey(parts.path)}`,
        };
      },
      stat,
      list,
      write: refuse,
      remove: refuse,
    },
    client,
  );
}
