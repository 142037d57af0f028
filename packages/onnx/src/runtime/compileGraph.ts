import { encodeModel } from "../format/encodeModel.ts";
import type { OnnxModel } from "../format/onnxModel.ts";
import { type GraphCache, graphKey, openGraphCache } from "./graphCache.ts";
import type { Runtime } from "./runtime.ts";
import { OnnxRuntimeError } from "./runtimeError.ts";
import { createSession, type Session } from "./session.ts";

/** Options of {@link compileGraph}. */
export interface CompileOptions {
  /** What the graph is, for messages: `"train step of head"`. */
  readonly name: string;
  /** Keeps compiled graphs. Default: the folder of Tensorloom; null keeps none. */
  readonly cache?: GraphCache | null | undefined;
}

/**
 * Compiles a graph, or takes it from the cache if it has been compiled before.
 *
 * The cache is only there to save time: if it cannot be read or written, the graph is compiled.
 *
 * @throws OnnxRuntimeError
 */
export async function compileGraph(
  runtime: Runtime,
  model: OnnxModel,
  options: CompileOptions,
): Promise<Session> {
  const { name } = options;
  const bytes = encodeModel(model);
  const cache =
    runtime.provider === "cpu" ? (options.cache ?? cacheUnless(options.cache === null)) : undefined;
  if (cache === undefined) return createSession(runtime, bytes, { name });
  const key = graphKey(runtime, bytes);
  const kept = await cache.read(key);
  if (kept !== undefined)
    try {
      return await createSession(runtime, kept, { name, optimized: true });
    } catch (error) {
      if (isShortOfMemory(error)) throw error;
      await cache.remove(key);
    }
  return compileAndKeep(runtime, bytes, { name, cache, key });
}

function cacheUnless(off: boolean): GraphCache | undefined {
  return off ? undefined : openGraphCache();
}

async function compileAndKeep(
  runtime: Runtime,
  bytes: Uint8Array,
  { name, cache, key }: { readonly name: string; readonly cache: GraphCache; readonly key: string },
): Promise<Session> {
  const writeTo = await cache.temporaryPath().catch(() => undefined);
  if (writeTo === undefined) return createSession(runtime, bytes, { name });
  const { rm } = process.getBuiltinModule("node:fs/promises");
  try {
    const session = await createSession(runtime, bytes, { name, writeTo }).catch(async (error: unknown) => {
      if (isShortOfMemory(error)) throw error;
      return createSession(runtime, bytes, { name }); // the disk may be full
    });
    await cache.moveIn(key, writeTo).catch(() => undefined);
    return session;
  } finally {
    await rm(writeTo, { force: true });
  }
}

function isShortOfMemory(error: unknown): boolean {
  return error instanceof OnnxRuntimeError && error.failure === "memory";
}
