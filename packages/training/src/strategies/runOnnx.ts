import { OutOfMemoryError } from "@tensorloom/backend";
import { OnnxRuntimeError } from "@tensorloom/onnx/internal/net";

/** Runs what ONNX Runtime computes, and throws any failure as an OnnxRuntimeError, which `"auto"` handles. */
export async function runOnnx<T>(during: string, run: () => Promise<T>): Promise<T> {
  try {
    return await run();
  } catch (error) {
    if (error instanceof OnnxRuntimeError || error instanceof OutOfMemoryError) throw error;
    throw new OnnxRuntimeError("graph", during, error);
  }
}
