import type { TensorInfo } from "@tensorflow/tfjs-core";
import type { ConvolutionAttributes } from "../../kernels/convolution/convolutionShape.ts";
import type { WebgpuEngine } from "../engine/webgpuEngine.ts";
import { mapElements } from "../shaders/mapElements.ts";
import { reduceColumns } from "../shaders/reduceColumns.ts";
import { geometryConstants, shapeIntegers, shapeOf } from "./convolutionShape.ts";
import { bind } from "./webgpuKernel.ts";

/** Four channels at a time are possible if each channel has one filter. */
function laneOf(
  channels: number,
  multiplier: number,
): { readonly as: "f32" | "vec4f"; readonly width: number } {
  return multiplier === 1 && channels % 4 === 0 ? { as: "vec4f", width: 4 } : { as: "f32", width: 1 };
}

/** dx: every input pixel sums the outputs that saw it. */
export function depthwiseInputGradient(
  engine: WebgpuEngine,
  { dy, filter }: Readonly<Record<"dy" | "filter", TensorInfo>>,
  attributes: ConvolutionAttributes & { readonly inputShape: readonly number[] },
): TensorInfo {
  const shape = shapeOf(attributes.inputShape, filter.shape, attributes, true);
  const multiplier = filter.shape[3];
  const { as, width } = laneOf(shape.inChannels, multiplier);
  const dx = engine.makeTensorInfo(attributes.inputShape, "float32");
  mapElements(engine, {
    name: "DepthwiseInputGradient",
    variant: geometryConstants(shape),
    inputs: bind(as, { dy, taps: filter }),
    outputs: bind(as, { dx }),
    integers: { ...shapeIntegers(shape), columns: shape.inChannels / width, multiplier },
    count: (shape.batchSize * shape.inHeight * shape.inWidth * shape.inChannels) / width,
    source: () => ({
      functions: geometryConstants(shape),
      body: `
  let column = at % u.columns;
  let ix = at / u.columns % u.inWidth;
  let iy = at / (u.columns * u.inWidth) % u.inHeight;
  let image = at / (u.columns * u.inWidth * u.inHeight);
  let outColumns = u.columns * u.multiplier;
  var sum = ${as}(0);
  for (var ky = 0u; ky < TAPS_Y; ky++) {
    let y = i32(iy + u.top) - i32(ky * DILATION_Y);
    if (y < 0 || y % i32(STRIDE_Y) != 0 || u32(y) / STRIDE_Y >= u.outHeight) { continue; }
    for (var kx = 0u; kx < TAPS_X; kx++) {
      let x = i32(ix + u.left) - i32(kx * DILATION_X);
      if (x < 0 || x % i32(STRIDE_X) != 0 || u32(x) / STRIDE_X >= u.outWidth) { continue; }
      let start = ((image * u.outHeight + u32(y) / STRIDE_Y) * u.outWidth + u32(x) / STRIDE_X) * outColumns;
      for (var m = 0u; m < u.multiplier; m++) {
        let channel = column * u.multiplier + m;
        sum += dy[start + channel] * taps[(ky * TAPS_X + kx) * outColumns + channel];
      }
    }
  }
  dx[at] = sum;`,
    }),
  });
  return dx;
}

/** df: every tap sums x * dy over all pixels, the taps of a filter's row in one pass over dy. */
export function depthwiseFilterGradient(
  engine: WebgpuEngine,
  { x, dy }: Readonly<Record<"x" | "dy", TensorInfo>>,
  attributes: ConvolutionAttributes & { readonly filterShape: readonly number[] },
): TensorInfo {
  const { filterShape } = attributes;
  const shape = shapeOf(x.shape, filterShape, attributes, true);
  const multiplier = filterShape[3];
  const { as, width } = laneOf(shape.inChannels, multiplier);
  const df = engine.makeTensorInfo(filterShape, "float32");
  const taps = Array.from({ length: shape.filterWidth }, (_, kx) => kx);
  reduceColumns(engine, {
    name: "DepthwiseFilterGradient",
    variant: geometryConstants(shape),
    as,
    images: shape.filterHeight,
    rows: shape.batchSize * shape.outHeight * shape.outWidth,
    columns: shape.outChannels / width,
    sums: taps.length,
    inputs: bind(as, { x, dy }),
    finishOutputs: bind(as, { df }),
    integers: { ...shapeIntegers(shape), multiplier },
    source: () => ({
      functions: geometryConstants(shape),
      before: "let inColumns = u.columns / u.multiplier; let inColumn = column / u.multiplier;",
      accumulate: `
      let ox = row % u.outWidth;
      let oy = row / u.outWidth % u.outHeight;
      let n = row / (u.outWidth * u.outHeight);
      let iy = i32(oy * STRIDE_Y + image * DILATION_Y) - i32(u.top);
      if (iy < 0 || iy >= i32(u.inHeight)) { continue; }
      let gradient = dy[row * u.columns + column];
      let start = (n * u.inHeight + u32(iy)) * u.inWidth;
      let left = i32(ox * STRIDE_X) - i32(u.left);
${taps
  .map(
    (kx) => `      { let ix = left + ${String(kx)} * i32(DILATION_X);
        if (ix >= 0 && ix < i32(u.inWidth)) {
          s${String(kx)} += x[(start + u32(ix)) * inColumns + inColumn] * gradient;
        } }`,
  )
  .join("\n")}`,
      finish: taps
        .map((kx) => `    df[(image * TAPS_X + ${String(kx)}u) * u.columns + column] = s${String(kx)};`)
        .join("\n"),
    }),
  });
  return df;
}
