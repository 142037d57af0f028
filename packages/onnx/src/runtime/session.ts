import type { OrtModule, OrtTensor } from "./ortModule.ts";
import { runtimeError, OnnxRuntimeError } from "./runtimeError.ts";
import type { Provider } from "./runtime.ts";

/** ONNX Runtime prints nothing: what fails is thrown. */
const QUIET = 4;

/** What compiles a graph. */
export interface SessionTarget {
  readonly module: OrtModule;
  readonly provider: Provider;
  /** Threads of an operation; the browser's build has its own. */
  readonly threads: number;
}

/** How a graph is compiled. */
export interface SessionOptions {
  /** What the graph is, for messages: `"train step of head"`. */
  readonly name: string;
  /** Whether the graph has been optimised by ONNX Runtime before. Default false. */
  readonly optimized?: boolean | undefined;
  /** A file to write the optimised graph to. */
  readonly writeTo?: string | undefined;
}

/**
 * A compiled graph. Release it: its memory is outside of JavaScript's.
 *
 * A worker thread must not be terminated while it runs a graph: onnxruntime-node then ends the whole process
 * ("terminate called after throwing an instance of 'Napi::Error'"). Between runs it may be.
 */
export interface Session {
  /**
   * Runs the graph.
   *
   * @param feeds - The inputs by name. Made when the run begins, since views of WebAssembly memory become invalid when it grows.
   * @param fetches - The outputs that are wanted: a tensor to write into, or null.
   */
  run(
    feeds: () => Readonly<Record<string, OrtTensor>>,
    fetches: () => Readonly<Record<string, OrtTensor | null>>,
  ): Promise<Readonly<Record<string, OrtTensor>>>;
  release(): Promise<void>;
}

/** How often a run starts again because other work has moved the memory that it reads. */
const MAX_STARTS = 5;

/** Compiles a graph. @throws OnnxRuntimeError */
export async function createSession(
  { module, provider, threads }: SessionTarget,
  bytes: Uint8Array,
  { name, optimized = false, writeTo }: SessionOptions,
): Promise<Session> {
  const session = await module.InferenceSession.create(bytes, {
    executionProviders: [provider],
    ...(provider === "cpu" ? { intraOpNumThreads: threads } : {}),
    graphOptimizationLevel: optimized ? "disabled" : "all",
    ...(writeTo === undefined ? {} : { optimizedModelFilePath: writeTo }),
    logSeverityLevel: QUIET,
    enableMemPattern: false, // a plan of all memory beforehand takes 1.5 GB for a step of B0 at batch 8, instead of 0.9
    // Threads that spin while they wait, and fixed shares of work, cost three times the time beside other work.
    extra: { session: { intra_op: { allow_spinning: "0" }, dynamic_block_base: "4" } },
  }).catch((error: unknown) => {
    throw runtimeError(name, error);
  });
  /** onnxruntime-web does not write into tensors of the caller. */
  const writesInPlace = provider === "cpu";
  let isReleased = false;
  /** Runs that have not ended. */
  const running = new Set<Promise<unknown>>();

  async function start(
    feeds: Readonly<Record<string, OrtTensor>>,
    fetches: Readonly<Record<string, OrtTensor | null>>,
  ): Promise<Readonly<Record<string, OrtTensor>>> {
    try {
      return await session.run(feeds, fetches, { logSeverityLevel: QUIET });
    } catch (error) {
      const moved = [...Object.values(feeds), ...Object.values(fetches)].some(hasMoved);
      throw moved ? new OnnxRuntimeError("moved", name, error) : runtimeError(name, error);
    }
  }
  return {
    async run(feeds, fetches) {
      for (let starts = 1; ; starts++) {
        if (isReleased) throw new OnnxRuntimeError("released", name, "release was called");
        const wanted = fetches();
        const run = start(feeds(), writesInPlace ? wanted : allocated(wanted));
        running.add(run);
        try {
          const made = await run;
          return writesInPlace ? made : copied(made, fetches());
        } catch (error) {
          const again = error instanceof OnnxRuntimeError && error.failure === "moved";
          if (!again || starts === MAX_STARTS) throw error;
        } finally {
          running.delete(run);
        }
      }
    },
    async release() {
      if (isReleased) return;
      isReleased = true;
      await Promise.allSettled(running);
      await session.release();
    },
  };
}

/** The same outputs, allocated by ONNX Runtime. */
function allocated(fetches: Readonly<Record<string, OrtTensor | null>>): Readonly<Record<string, null>> {
  return Object.fromEntries(Object.keys(fetches).map((name) => [name, null]));
}

/** Copies outputs into the caller's tensors. */
function copied(
  made: Readonly<Record<string, OrtTensor>>,
  fetches: Readonly<Record<string, OrtTensor | null>>,
): Readonly<Record<string, OrtTensor>> {
  const outputs = { ...made };
  for (const [name, tensor] of Object.entries(fetches)) {
    if (tensor === null) continue;
    const { data } = tensor as { data: Float32Array }; // only numbers of type float32 are written into
    data.set(made[name].data as Float32Array);
    outputs[name] = tensor;
  }
  return outputs;
}

/** Whether the memory under a tensor is gone: WebAssembly's memory has grown, and is elsewhere. */
function hasMoved(tensor: OrtTensor | null): boolean {
  return tensor?.data.length === 0 && tensor.dims.every((side) => side > 0);
}
