import { ACTIVATIONS, type Job } from "@tensorloom/backend/internal";
import type { KernelCall, Operand } from "./kernelCall.ts";

/** The arguments of `product` (packages/backend/src/kernels/wasm/kernelExports.ts) that say its sizes. */
const PRODUCT = { b: 3, across: 5, m: 8, n: 9, k: 10, activation: 17 } as const;
/** The arguments of `depthwise` and of `normalize` that are their activations. */
const ACTIVATION: Readonly<Record<string, number>> = { depthwise: 4, depthwiseBlocks: 4, normalize: 6 };

/** A job of a planned prediction as the call of a kernel, with the shapes of all of its parts together. */
export function jobCall({ kernel, parts, geometry }: Job, milliseconds: number): KernelCall {
  const call = (
    inputs: Readonly<Record<string, readonly number[]>>,
    output: readonly number[],
    attributes: KernelCall["attributes"] = {},
  ): KernelCall => ({
    kernel,
    inputs: Object.fromEntries(Object.entries(inputs).map(([name, shape]) => [name, floats(shape)])),
    attributes,
    outputs: [floats(output)],
    milliseconds,
  });
  const [first] = parts;
  const sum = (argument: number): number => parts.reduce((total, part) => total + part[argument], 0);
  const activation = nameOf(first[ACTIVATION[kernel] ?? PRODUCT.activation]);
  const name: string = kernel;
  switch (name) {
    case "product": {
      const byRows = parts.every((part) => [PRODUCT.b, PRODUCT.across].every((at) => part[at] === first[at]));
      const m = byRows ? sum(PRODUCT.m) : first[PRODUCT.m];
      const n = byRows ? first[PRODUCT.n] : sum(PRODUCT.n);
      const k = first[PRODUCT.k];
      return call({ a: [m, k], b: [k, n] }, [m, n], { activation });
    }
    case "depthwise":
    case "depthwiseBlocks": {
      if (geometry === undefined) throw new Error(`roofline: ${kernel} has no geometry`);
      const [batch, height, width, channels, outHeight, outWidth, rows, columns, strideY, strideX] = geometry;
      const inputs = { x: [batch, height, width, channels], filter: [rows, columns, channels, 1] };
      const attributes = { activation, depthwise: true, strides: [strideY, strideX] };
      return call(inputs, [batch, outHeight, outWidth, channels], attributes);
    }
    case "gatherColumns": {
      if (geometry === undefined) throw new Error(`roofline: ${kernel} has no geometry`);
      const [, height, width, channels, outHeight, outWidth, rows, columns] = geometry;
      return call({ x: [height, width, channels] }, [outHeight, outWidth, rows * columns * channels]);
    }
    case "imageMeans": // of parts of images, each [pixels, channels]
      return call({ x: [sum(4), first[5]] }, [parts.length, first[5]]);
    case "imageScale":
      return call({ x: [sum(5), first[6]], scale: [parts.length, first[6]] }, [sum(5), first[6]]);
    case "normalize":
      return call({ x: [sum(4), first[5]] }, [sum(4), first[5]], { activation });
    case "scaleRows":
      return call({ x: [sum(3), first[4]] }, [sum(3), first[4]]);
    case "addRows":
      return call({ a: [sum(3)], b: [sum(3)] }, [sum(3)]);
    case "sumParts":
      return call({ x: [first[1], first[2]] }, [first[2]]);
    default:
      throw new Error(`roofline: the sizes of ${kernel} are unknown; add it to jobCall.ts`);
  }
}

function floats(shape: readonly number[]): Operand {
  return { shape, dtype: "float32" };
}

function nameOf(activation: number): string {
  return Object.entries(ACTIVATIONS).find(([, number]) => number === activation)?.[0] ?? "linear";
}
