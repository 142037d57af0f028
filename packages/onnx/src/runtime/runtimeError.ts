import { errorMessage } from "@tensorloom/core/internal";

/**
 * Why ONNX Runtime failed.
 *
 * `memory`: it could not allocate; `graph`: it refused a graph that Tensorloom made, or computed nothing with it; `released`: the
 * graph was released; `moved`: the memory that it was to read has moved meanwhile; `backend`: it cannot read the memory of tfjs's backend.
 */
export type RuntimeFailure = "backend" | "graph" | "memory" | "moved" | "released";

/**
 * ONNX Runtime could not compile or run a graph.
 *
 * @example
 * ```ts
 * import { OnnxRuntimeError } from "@tensorloom/onnx/internal";
 *
 * new OnnxRuntimeError("memory", "train step of head", new Error("bad_alloc")).failure; // => "memory"
 * ```
 */
export class OnnxRuntimeError extends Error {
  readonly failure: RuntimeFailure;
  /** What was being done: `"train step of head"`. */
  readonly during: string;

  constructor(failure: RuntimeFailure, during: string, cause: unknown) {
    super(sentence(failure, during, errorMessage(cause).trim()), { cause });
    this.name = "OnnxRuntimeError";
    this.failure = failure;
    this.during = during;
  }
}

function sentence(failure: RuntimeFailure, during: string, message: string): string {
  switch (failure) {
    case "memory":
      return `${during}: ONNX Runtime ran out of memory (${message}); make the batch smaller, or use engine: "tfjs"`;
    case "released":
      return `${during}: the compiled graph has been released`;
    case "moved":
      return `${during}: the memory of its tensors moved while it was starting (${message}); run it again`;
    case "backend":
      return `${during}: ONNX Runtime reads the weights in tfjs's memory, which only the backends wasm and cpu share, and the backend is ${message}: call useBackend("wasm")`;
    case "graph":
      return `${during}: ONNX Runtime refused a graph that Tensorloom made, which is a defect of Tensorloom: please report it with this message (${message}); engine: "tfjs" works without it`;
  }
}

/** How ONNX Runtime, the C++ library and V8 say that memory is short. */
const MEMORY =
  /bad_?alloc|out of memory|failed to allocate|cannot allocate|allocation failed|could not allocate|not enough memory|BFCArena/i;

/** Translates an error of ONNX Runtime; one that has been translated stays. */
export function runtimeError(during: string, cause: unknown): OnnxRuntimeError {
  if (cause instanceof OnnxRuntimeError) return cause;
  const message = errorMessage(cause);
  const isMemory = MEMORY.test(message) || cause instanceof RangeError;
  if (/session (?:is|has been|already) (?:disposed|released)|already disposed/i.test(message))
    return new OnnxRuntimeError("released", during, cause);
  return new OnnxRuntimeError(isMemory ? "memory" : "graph", during, cause);
}
