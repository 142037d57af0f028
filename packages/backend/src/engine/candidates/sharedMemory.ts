import { env } from "@tensorflow/tfjs-core";
import { kernelThreads, mayShareMemory } from "../../kernels/threads/threadCount.ts";
import { markShared } from "../../kernels/wasm/markShared.ts";

/** Pages of 64 KB: what tfjs's binary starts with, and at most has. */
const PAGES = { initial: 256, maximum: 65_536 };

/**
 * tfjs's binary with a memory that threads share; undefined if one thread computes, or nothing can be shared here.
 *
 * @param read - Reads tfjs's binary.
 */
export async function sharedBinary(
  read: () => Promise<Uint8Array<ArrayBuffer>>,
): Promise<Uint8Array<ArrayBuffer> | undefined> {
  if (kernelThreads() === 1 || !mayShareMemory()) return undefined;
  try {
    void new WebAssembly.Memory({ ...PAGES, shared: true }); // tfjs would wait forever for one that is refused
    return markShared(await read());
  } catch {
    return undefined; // one thread then
  }
}

/** Runs `start`, which loads tfjs's wasm backend, with these bytes as its binary. */
export async function withBinary(bytes: Uint8Array<ArrayBuffer>, start: () => Promise<void>): Promise<void> {
  const tfjs = env();
  const { platform } = tfjs;
  const fetch = (): Promise<Response> => Promise.resolve(new Response(bytes));
  tfjs.platform = Object.assign(Object.create(platform) as typeof platform, { fetch });
  try {
    await start();
  } finally {
    tfjs.platform = platform;
  }
}
