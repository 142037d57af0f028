import type { Activation } from "../../kernels/wasm/activation.ts";

/** WGSL functions `activate(z)` and `slope(z)`, the derivative, for numbers of type `T`. NaN stays NaN. */
export function activationFunctions(activation: Activation, type: "f32" | "vec4f"): string {
  const [value, derivative] = BODIES[activation];
  return `alias T = ${type};
fn sigmoid(z: T) -> T { return T(1) / (T(1) + exp(-z)); }
fn activate(z: T) -> T { ${value} }
fn slope(z: T) -> T { ${derivative} }`;
}

const BODIES: Readonly<Record<Activation, readonly [value: string, derivative: string]>> = {
  linear: ["return z;", "return T(1);"],
  relu: ["return select(z, T(0), z < T(0));", "return select(T(0), T(1), z > T(0));"],
  relu6: [
    "return select(select(z, T(0), z < T(0)), T(6), z > T(6));",
    "return select(T(0), T(1), z > T(0)) * select(T(0), T(1), z < T(6));",
  ],
  swish: ["return z * sigmoid(z);", "let s = sigmoid(z); return s * (T(1) + z * (T(1) - s));"],
  sigmoid: ["return sigmoid(z);", "let s = sigmoid(z); return s * (T(1) - s);"],
};
