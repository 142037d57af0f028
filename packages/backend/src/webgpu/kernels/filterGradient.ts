import type { TensorInfo } from "@tensorflow/tfjs-core";
import type { ConvolutionAttributes, ConvolutionShape } from "../../kernels/convolution/convolutionShape.ts";
import { isPointwise } from "../../kernels/convolution/convolutionShape.ts";
import { runShader } from "../engine/runShader.ts";
import { type WebgpuEngine, withScratch } from "../engine/webgpuEngine.ts";
import { reduceColumns } from "../shaders/reduceColumns.ts";
import { geometryConstants, shapeIntegers, shapeOf } from "./convolutionShape.ts";
import { bind } from "./webgpuKernel.ts";

/** Pixels that a workgroup multiplies before their sum is worth a further workgroup. */
const MIN_DEPTH = 256;
const MAX_GROUPS = 1024;
/** Pixels that a workgroup has in its memory at a time. */
const STEP = 16;

/**
 * The gradient of a convolution's filter: the product of the patches, transposed, by dy.
 *
 * The pixels of all images are the inner dimension, which is much longer than the outer ones, so it is split: workgroups
 * add parts, and a second dispatch adds the parts. The order of additions depends on the shape alone.
 */
export function convolutionFilterGradient(
  engine: WebgpuEngine,
  { x, dy }: Readonly<Record<"x" | "dy", TensorInfo>>,
  attributes: ConvolutionAttributes & { readonly filterShape: readonly number[] },
): TensorInfo {
  const { filterShape } = attributes;
  const shape = shapeOf(x.shape, filterShape, attributes);
  const df = engine.makeTensorInfo(filterShape, "float32");
  const height = shape.filterHeight * shape.filterWidth * shape.inChannels;
  const width = shape.outChannels;
  const depth = shape.batchSize * shape.outHeight * shape.outWidth;
  const tile = Math.min(height, width) <= 32 ? 32 : 64;
  const tiles = Math.ceil(height / tile) * Math.ceil(width / tile);
  const parts = Math.max(1, Math.min(Math.ceil(depth / MIN_DEPTH), Math.floor(MAX_GROUPS / tiles)));
  const run = (product: TensorInfo): void => {
    const threads = (tile / 4) ** 2;
    runShader(engine, {
      name: "ConvolutionFilterGradient",
      variant: `${String(tile)} ${String(isPointwise(shape))} ${geometryConstants(shape)}`,
      inputs: bind("f32", { x, dy }),
      outputs: bind("f32", { product }),
      integers: {
        ...shapeIntegers(shape),
        channels: shape.inChannels,
        height,
        width,
        depth,
        parts,
        depthOfPart: Math.ceil(depth / parts),
      },
      threads,
      groups: tiles * parts,
      source: () => productSource(shape, tile, threads),
    });
  };
  if (parts === 1) run(df);
  else
    withScratch(engine, [parts * height * width], (scratch) => {
      run(scratch);
      const as = (height * width) % 4 === 0 ? "vec4f" : "f32";
      reduceColumns(engine, {
        name: "ConvolutionFilterGradient (sum)",
        as,
        images: 1,
        rows: parts,
        columns: as === "vec4f" ? (height * width) / 4 : height * width,
        sums: 1,
        inputs: bind(as, { product: scratch }),
        finishOutputs: bind(as, { df }),
        source: () => ({ accumulate: "s0 += product[at];", finish: "df[column] = s0;" }),
      });
    });
  return df;
}

/** Each thread adds 4x4 numbers of a tile; patches and gradients of STEP pixels lie in the workgroup's memory. */
function productSource(
  shape: ConvolutionShape,
  tile: number,
  threads: number,
): { readonly functions: string; readonly body: string } {
  const patch = isPointwise(shape)
    ? "return x[pixel * u.channels + place];"
    : `let ox = pixel % u.outWidth;
  let oy = pixel / u.outWidth % u.outHeight;
  let n = pixel / (u.outWidth * u.outHeight);
  let channel = place % u.channels;
  let tap = place / u.channels;
  let iy = i32(oy * STRIDE_Y + tap / TAPS_X * DILATION_Y) - i32(u.top);
  let ix = i32(ox * STRIDE_X + tap % TAPS_X * DILATION_X) - i32(u.left);
  if (iy < 0 || ix < 0 || iy >= i32(u.inHeight) || ix >= i32(u.inWidth)) { return 0.0; }
  return x[((n * u.inHeight + u32(iy)) * u.inWidth + u32(ix)) * u.channels + channel];`;
  return {
    functions: `${geometryConstants(shape)}
const TILE = ${String(tile)}u;
const SIDE = TILE / 4u;
var<workgroup> patches: array<array<f32, TILE>, ${String(STEP)}>;
var<workgroup> gradients: array<array<f32, TILE>, ${String(STEP)}>;
fn patch_at(pixel: u32, place: u32) -> f32 {
  ${patch}
}`,
    body: `
  let across = (u.width + TILE - 1u) / TILE;
  let down = (u.height + TILE - 1u) / TILE;
  let part = group / (across * down);
  if (part >= u.parts) { return; }
  let top = group / across % down * TILE;
  let left = group % across * TILE;
  let y = lane / SIDE * 4u;
  let x0 = lane % SIDE * 4u;
  let end = min((part + 1u) * u.depthOfPart, u.depth);
  var sums = array<vec4f, 4>();
  for (var first = part * u.depthOfPart; first < end; first += ${String(STEP)}u) {
    for (var i = lane; i < TILE * ${String(STEP)}u; i += ${String(threads)}u) {
      let pixel = first + i / TILE;
      let place = i % TILE;
      var a = 0.0;
      var b = 0.0;
      if (pixel < end && top + place < u.height) { a = patch_at(pixel, top + place); }
      if (pixel < end && left + place < u.width) { b = dy[pixel * u.width + left + place]; }
      patches[i / TILE][place] = a;
      gradients[i / TILE][place] = b;
    }
    workgroupBarrier();
    for (var k = 0u; k < ${String(STEP)}u; k++) {
      let b = vec4f(gradients[k][x0], gradients[k][x0 + 1u], gradients[k][x0 + 2u], gradients[k][x0 + 3u]);
      for (var i = 0u; i < 4u; i++) { sums[i] += patches[k][y + i] * b; }
    }
    workgroupBarrier();
  }
  for (var i = 0u; i < 4u; i++) {
    for (var j = 0u; j < 4u; j++) {
      if (top + y + i < u.height && left + x0 + j < u.width) {
        product[(part * u.height + top + y + i) * u.width + left + x0 + j] = sums[i][j];
      }
    }
  }`,
  };
}
