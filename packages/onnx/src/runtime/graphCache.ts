import { cacheFolderOf, isNode } from "@tensorloom/core/internal";
import type { Runtime } from "./runtime.ts";

/** Version of what is stored; another one is not read. */
const FORMAT = "1";

/** The bytes of all compiled graphs together: the ones not used for longest are removed beyond it. */
const MAX_BYTES = 1024 ** 3;

/** Graphs that nobody has used for this long are removed. */
const MAX_AGE = 90 * 24 * 3600 * 1000;

/** Files of a killed process are removed after this time. */
const MAX_WRITING = 3600 * 1000;

/** A file's first bytes: SHA-256 of the rest. */
const DIGEST = 32;

/** Compiled graphs on the disk, by the content of what they were compiled from. */
export interface GraphCache {
  /** The compiled graph; undefined if it is not there, or damaged. */
  read(key: string): Promise<Uint8Array | undefined>;
  /** A name to write a compiled graph to, before it is moved in. */
  temporaryPath(): Promise<string>;
  /** Moves a compiled graph in, and removes old ones. */
  moveIn(key: string, from: string): Promise<void>;
  remove(key: string): Promise<void>;
}

/** Options of {@link openGraphCache}. */
export interface GraphCacheOptions {
  /** Default: `graphs` in the cache folder of Tensorloom. */
  readonly folder?: string | undefined;
  /** The most bytes of all graphs together. Default 1 GiB. */
  readonly maxBytes?: number | undefined;
}

/** Opens the cache of compiled graphs; undefined in a browser, and if `TENSORLOOM_GRAPH_CACHE` is `off`. */
export function openGraphCache(options: GraphCacheOptions = {}): GraphCache | undefined {
  if (!isNode() || process.env["TENSORLOOM_GRAPH_CACHE"] === "off") return undefined;
  const { createHash, randomBytes } = process.getBuiltinModule("node:crypto");
  const fs = process.getBuiltinModule("node:fs/promises");
  const path = process.getBuiltinModule("node:path");
  const { folder = defaultFolder(), maxBytes = MAX_BYTES } = options;
  const pathOf = (key: string): string => path.join(folder, `${key}.graph`);

  async function temporaryPath(): Promise<string> {
    await fs.mkdir(folder, { recursive: true });
    return path.join(folder, `.${randomBytes(8).toString("hex")}.partial`);
  }
  /** Removes files that are too old, and the ones not used for longest if all together are too large. */
  async function prune(): Promise<void> {
    const files = await Promise.all(
      (await fs.readdir(folder)).map(async (name) => {
        const file = path.join(folder, name);
        const { mtimeMs, size } = await fs.stat(file).catch(() => ({ mtimeMs: 0, size: 0 }));
        return { file, mtimeMs, size, isPartial: name.endsWith(".partial") };
      }),
    );
    let total = 0;
    const now = Math.max(...files.map(({ mtimeMs }) => mtimeMs)); // a graph has just been moved in
    for (const { file, mtimeMs, size, isPartial } of files.sort((a, b) => b.mtimeMs - a.mtimeMs)) {
      const age = now - mtimeMs;
      total += size;
      if (isPartial ? age > MAX_WRITING : total > maxBytes || age > MAX_AGE)
        await fs.rm(file, { force: true });
    }
  }
  return {
    temporaryPath,
    async read(key) {
      const file = await fs.readFile(pathOf(key)).catch(() => undefined);
      if (file === undefined) return undefined;
      const bytes = file.subarray(DIGEST);
      if (!createHash("sha256").update(bytes).digest().equals(file.subarray(0, DIGEST))) return undefined;
      const now = new Date();
      await fs.utimes(pathOf(key), now, now).catch(() => undefined); // of a read-only folder
      return bytes;
    },
    async moveIn(key, from) {
      const bytes = await fs.readFile(from);
      const to = await temporaryPath();
      try {
        await fs.writeFile(to, createHash("sha256").update(bytes).digest());
        await fs.appendFile(to, bytes);
        await fs.rename(to, pathOf(key));
      } finally {
        await fs.rm(to, { force: true });
      }
      await prune();
    },
    remove: (key) => fs.rm(pathOf(key), { force: true }),
  };
}

function defaultFolder(): string {
  const { homedir } = process.getBuiltinModule("node:os");
  const path = process.getBuiltinModule("node:path");
  return path.join(
    cacheFolderOf({ env: process.env, platform: process.platform, home: homedir() }),
    "graphs",
  );
}

/** The name of a compiled graph: what it was compiled from, with what, and for which processor. */
export function graphKey({ name, version, provider, block }: Runtime, model: Uint8Array): string {
  const { createHash } = process.getBuiltinModule("node:crypto");
  const os = process.getBuiltinModule("node:os");
  const processor = [os.platform(), os.arch(), os.cpus().at(0)?.model];
  const parts = [FORMAT, name, version, provider, block, ...processor].map(String);
  return createHash("sha256").update(parts.join("\n")).update(model).digest("hex");
}
