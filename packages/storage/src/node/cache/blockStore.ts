import { errorMessage } from "@tensorloom/core/internal";
import { createHash } from "node:crypto";
import { join } from "node:path";
import { readBlockFile, writeBlockFile } from "./blockFile.ts";
import { evict } from "./evict.ts";

/** Blocks of objects in a folder, with a limit of their size. */
export interface BlockStore {
  /** Returns a block; asks for it if it is not stored. Readers of the same block ask once. */
  get(
    key: BlockKey,
    ask: () => Promise<Uint8Array>,
  ): Promise<{ readonly block: Uint8Array; readonly isStored: boolean }>;
}

/** What a block is a part of: an object in one version. */
export interface BlockKey {
  readonly address: string;
  readonly etag: string;
  readonly offset: number;
  readonly length: number;
}

/** The part of the limit that is written before the folder is looked through again: other processes write, too. */
const CHECKED_PART = 1 / 20;
/** The part of the limit that remains after blocks have been removed. */
const KEPT_PART = 0.9;

/** Opens a folder of blocks. Any number of processes may share it. */
export function openBlockStore(folder: string, maxBytes: number): BlockStore {
  const pending = new Map<string, Promise<Uint8Array>>();
  let unchecked = Infinity; // bytes that were written since the folder was looked through
  let checking: Promise<void> | undefined;
  let isBroken = false;

  async function limit(): Promise<void> {
    unchecked = 0;
    const total = await evict(folder, maxBytes, KEPT_PART * maxBytes);
    unchecked += Math.max(0, total - (1 - CHECKED_PART) * maxBytes); // nearly full: look again soon
  }
  async function store(path: string, block: Uint8Array): Promise<void> {
    if (isBroken) return;
    unchecked += await writeBlockFile(path, block);
    if (unchecked < CHECKED_PART * maxBytes) return;
    checking ??= limit().finally(() => (checking = undefined));
    await checking; // once: what others write meanwhile, the next block counts
  }
  function warn(error: unknown): void {
    if (isBroken) return; // reported
    isBroken = true;
    process.emitWarning(
      `readCache: ${folder} cannot be written, so nothing more is cached: ${errorMessage(error)}`,
    );
  }
  async function askAndStore(path: string, ask: () => Promise<Uint8Array>): Promise<Uint8Array> {
    const block = await ask();
    await store(path, block).catch(warn); // before it is delivered: memory would fill up if the disk is slow
    return block;
  }
  return {
    async get(key, ask) {
      const name = nameOf(key);
      const path = join(folder, name.slice(0, 2), name.slice(2));
      const running = pending.get(name);
      if (running !== undefined) return { block: await running, isStored: false };
      const stored = await readBlockFile(path, key.length);
      if (stored !== undefined) return { block: stored, isStored: true };
      let request = pending.get(name); // another reader may have requested it in the meantime
      if (request === undefined) {
        request = askAndStore(path, ask).finally(() => pending.delete(name));
        pending.set(name, request);
      }
      return { block: await request, isStored: false };
    },
  };
}

function nameOf({ address, etag, offset, length }: BlockKey): string {
  return createHash("sha256")
    .update(JSON.stringify([address, etag, offset, length]))
    .digest("hex");
}
