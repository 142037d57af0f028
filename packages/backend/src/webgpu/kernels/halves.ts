import { type KernelFunc, type TensorInfo, util } from "@tensorflow/tfjs-core";
import { webgpuEngine } from "../engine/webgpuEngine.ts";
import { mapElements } from "../shaders/mapElements.ts";

/** The largest 16-bit float. A larger number becomes this one: what WebGPU would make of it is not defined. */
const LARGEST = 65504;

/** How a shader sees numbers and their halves: four of each at a time, or two halves in one `u32`. */
function lanesOf(size: number): {
  readonly numbers: "f32" | "vec4f";
  readonly halves: "u32" | "vec2u";
  readonly count: number;
} {
  return size % 4 === 0
    ? { numbers: "vec4f", halves: "vec2u", count: size / 4 }
    : { numbers: "f32", halves: "u32", count: Math.ceil(size / 2) };
}

/** [ceil(size / 2)] of int32: the numbers of x as 16-bit floats, two in each. */
export const packHalves: KernelFunc = ({ inputs, backend }) => {
  const { x } = inputs as Readonly<Record<"x", TensorInfo>>; // as differentiate passes it
  const engine = webgpuEngine(backend);
  const size = util.sizeFromShape(x.shape);
  const packed = engine.makeTensorInfo([Math.ceil(size / 2)], "int32");
  const { numbers, halves, count } = lanesOf(size);
  mapElements(engine, {
    name: "PackHalves",
    inputs: { x: { tensor: x, as: numbers } },
    outputs: { packed: { tensor: packed, as: halves } },
    integers: { size },
    count,
    source: () => ({
      body:
        numbers === "vec4f"
          ? `let four = clamp(x[at], vec4f(-${String(LARGEST)}), vec4f(${String(LARGEST)}));
  packed[at] = vec2u(pack2x16float(four.xy), pack2x16float(four.zw));`
          : `var two = vec2f(x[2 * at], 0);
  if (2 * at + 1 < u.size) { two.y = x[2 * at + 1]; }
  packed[at] = pack2x16float(clamp(two, vec2f(-${String(LARGEST)}), vec2f(${String(LARGEST)})));`,
    }),
  });
  return packed;
};

/** The packed numbers as 32-bit floats of the shape `shape`. */
export const unpackHalves: KernelFunc = ({ inputs, backend, attrs }) => {
  const { packed } = inputs as Readonly<Record<"packed", TensorInfo>>; // as differentiate passes them
  const { shape } = attrs as unknown as { readonly shape: readonly number[] };
  const engine = webgpuEngine(backend);
  const size = util.sizeFromShape([...shape]);
  const y = engine.makeTensorInfo(shape, "float32");
  const { numbers, halves, count } = lanesOf(size);
  mapElements(engine, {
    name: "UnpackHalves",
    inputs: { packed: { tensor: packed, as: halves } },
    outputs: { y: { tensor: y, as: numbers } },
    integers: { size },
    count,
    source: () => ({
      body:
        numbers === "vec4f"
          ? "y[at] = vec4f(unpack2x16float(packed[at].x), unpack2x16float(packed[at].y));"
          : `let two = unpack2x16float(packed[at]);
  y[2 * at] = two.x;
  if (2 * at + 1 < u.size) { y[2 * at + 1] = two.y; }`,
    }),
  });
  return y;
};
