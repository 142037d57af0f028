import { getKernelsForBackend, type KernelConfig, type TensorInfo } from "@tensorflow/tfjs-core";

/** A tensor that a kernel reads or writes. */
export interface Operand {
  readonly shape: readonly number[];
  readonly dtype: string;
}

/** One call of a kernel. */
export interface KernelCall {
  readonly kernel: string;
  readonly inputs: Readonly<Record<string, Operand>>;
  readonly attributes: Readonly<Record<string, unknown>>;
  readonly outputs: readonly Operand[];
  /** Without the kernels that it called. */
  readonly milliseconds: number;
}

/**
 * Passes each call of a backend's kernels to `onCall`, with its shapes and time.
 *
 * @returns Takes the hooks away.
 */
export function watchKernels(backend: string, onCall: (call: KernelCall) => void): () => void {
  /** For each kernel that runs now, the milliseconds that kernels inside it have taken. */
  const inside: number[] = [];
  const restored = getKernelsForBackend(backend).map((config: KernelConfig) => {
    const { kernelName, kernelFunc } = config;
    config.kernelFunc = (parameters) => {
      inside.push(0);
      const start = performance.now();
      const made = kernelFunc(parameters);
      const whole = performance.now() - start;
      const milliseconds = whole - (inside.pop() ?? 0);
      if (inside.length > 0) inside[inside.length - 1] += whole;
      const inputs = Object.fromEntries(
        Object.entries(parameters.inputs).flatMap(([name, value]) => operandsOf(name, value)),
      );
      const outputs = [made].flat().map(describe);
      onCall({ kernel: kernelName, inputs, attributes: { ...parameters.attrs }, outputs, milliseconds });
      return made;
    };
    return () => (config.kernelFunc = kernelFunc);
  });
  return () => {
    for (const restore of restored) restore();
  };
}

/** A kernel's input may be missing, or a list. */
function operandsOf(
  name: string,
  value: TensorInfo | TensorInfo[] | undefined,
): readonly (readonly [string, Operand])[] {
  return (value === undefined ? [] : [value].flat()).map((tensor, at) => [
    at === 0 ? name : `${name}${String(at)}`,
    describe(tensor),
  ]);
}

function describe({ shape, dtype }: TensorInfo): Operand {
  return { shape: [...shape], dtype };
}
