import { ACTIVATIONS, type Job } from "@tensorloom/backend/internal";
import type { KernelCall, Operand } from "./kernelCall.ts";

/** The arguments of `product` (packages/backend/src/kernels/wasm/kernelExports.ts) that say its sizes. */
const PRODUCT = { b: 3, across: 5, m: 8, n: 9, k: 10, activation: 17 } as const;
/** The arguments of `depthwise` and of `normalize` that are their activations. */
const ACTIVATION: Readonly<Record<string, number>> = {
  depthwise: 4,
  depthwiseBlocks: 4,
  finishRows: 5,
  normalizationSums: 10,
  normalize: 6,
};

/** A job of a plan as the call of a kernel, with the shapes of all of its parts together. */
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
    case "depthwiseInputGradient":
    case "depthwiseBlocksInputGradient":
    case "depthwiseFilterGradient":
    case "depthwiseBlocksFilterGradient": {
      if (geometry === undefined) throw new Error(`roofline: ${kernel} has no geometry`);
      const [batch, height, width, channels, outHeight, outWidth, rows, columns] = geometry;
      const dy = [batch, outHeight, outWidth, channels];
      const [image, filter] = [
        [batch, height, width, channels],
        [rows, columns, channels, 1],
      ];
      return name.endsWith("FilterGradient") ? call({ x: image, dy }, filter) : call({ dy, filter }, image);
    }
    case "scatterColumns":
    case "gatherColumns": {
      if (geometry === undefined) throw new Error(`roofline: ${kernel} has no geometry`);
      const [, height, width, channels, outHeight, outWidth, rows, columns] = geometry;
      const [image, windows] = [
        [height, width, channels],
        [outHeight, outWidth, rows * columns * channels],
      ];
      return name === "gatherColumns" ? call({ x: image }, windows) : call({ x: windows }, image);
    }
    case "pivots":
      return call({ x: [first[2]] }, [first[2]]);
    case "momentSums":
      return call({ x: [sum(1), first[2]] }, [parts.length, first[2], 2]);
    case "normalizationSums": {
      const shape = [sum(8), first[9]];
      return call({ x: shape, dy: shape }, shape, { activation });
    }
    case "normalizationGradient":
      return call({ x: [sum(6), first[7]], dz: [sum(6), first[7]] }, [sum(6), first[7]]);
    case "imageDots": // as imageMeans
      return call({ x: [sum(5), first[6]], y: [sum(5), first[6]] }, [parts.length, first[6]]);
    case "rowDots":
      return call({ x: [sum(5), first[6]], y: [sum(5), first[6]] }, [sum(5), first[6]]);
    case "finishRows":
      return call({ x: [sum(2), first[3]] }, [sum(2), first[3]], { activation });
    case "bounded":
    case "copyRows":
      return call({ x: [sum(2)] }, [sum(2)]);
    case "packHalves":
      return call({ x: [sum(2)] }, [Math.ceil(sum(2) / 2)]);
    case "unpackHalves":
      return call({ x: [Math.ceil(sum(2) / 2)] }, [sum(2)]);
    case "repeatEach":
      return call({ x: [first[1]] }, [first[1] * first[2]]);
    case "sumEach":
      return call({ x: [first[1] * first[2]] }, [first[1]]);
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
