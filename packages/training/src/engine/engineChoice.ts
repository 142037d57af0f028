import { getBackend } from "@tensorflow/tfjs-core";

/**
 * The engine that computes a model, and why it is this one.
 *
 * @example
 * ```ts
 * import { layers, sequential } from "@tensorflow/tfjs-layers";
 * import { useBackend } from "@tensorloom/backend";
 * import { fromArray } from "@tensorloom/data";
 * import { type EngineChoice, predict } from "@tensorloom/training";
 *
 * await useBackend("cpu");
 * const model = sequential({ layers: [layers.dense({ units: 1, inputShape: [1] })] });
 * const source = fromArray([{ inputs: { data: Float32Array.of(3, 4), shape: [2, 1] } }]);
 * const lines: string[] = [];
 * const onEngine = ({ label, reason }: EngineChoice): void => void lines.push(`${label}: ${reason}`);
 * await predict(model, source, { engine: "tfjs", onEngine });
 * lines; // => ['tfjs cpu: engine is "tfjs"']
 * ```
 */
export interface EngineChoice {
  readonly name: "onnxruntime" | "tfjs";
  /** The engine with its version or backend: `"ONNX Runtime 1.30 (cpu)"`, `"tfjs wasm"`. */
  readonly label: string;
  /** Why it is this engine: a clause. */
  readonly reason: string;
}

/** tfjs with its backend of now. */
export function tfjsChoice(reason: string): EngineChoice {
  return { name: "tfjs", label: `tfjs ${getBackend()}`, reason };
}

/** ONNX Runtime with the version and the provider that it computes on. */
export function onnxChoice(
  { version, provider }: { readonly version: string; readonly provider: string },
  reason: string,
): EngineChoice {
  const [major, minor] = version.split(".");
  return { name: "onnxruntime", label: `ONNX Runtime ${major}.${minor} (${provider})`, reason };
}
