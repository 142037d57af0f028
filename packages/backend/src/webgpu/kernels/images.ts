import type { TensorInfo } from "@tensorflow/tfjs-core";
import type { WebgpuEngine } from "../engine/webgpuEngine.ts";
import { mapElements } from "../shaders/mapElements.ts";
import { reduceColumns } from "../shaders/reduceColumns.ts";
import { bind, rowsOf } from "./webgpuKernel.ts";

/** [batch, channels]: the mean over the pixels of each image. */
export function imageMeans(engine: WebgpuEngine, x: TensorInfo): TensorInfo {
  return reduceImages(engine, "ImageMeans", { x }, "s0 += x[at];", "s0 / f32(u.allRows)");
}

/** [batch, channels]: the sum over the pixels of each image of x * y. */
export function imageDots(engine: WebgpuEngine, x: TensorInfo, y: TensorInfo): TensorInfo {
  return reduceImages(engine, "ImageDots", { x, y }, "s0 += x[at] * y[at];", "s0");
}

function reduceImages(
  engine: WebgpuEngine,
  name: string,
  inputs: Readonly<Record<string, TensorInfo>>,
  accumulate: string,
  result: string,
): TensorInfo {
  const { x } = inputs;
  const [images] = x.shape;
  const { rows, channels, as, columns } = rowsOf(x);
  const found = engine.makeTensorInfo([images, channels], "float32");
  reduceColumns(engine, {
    name,
    as,
    images,
    rows: rows / images,
    columns,
    sums: 1,
    inputs: bind(as, inputs),
    finishOutputs: bind(as, { found }),
    source: () => ({ accumulate, finish: `found[image * u.columns + column] = ${result};` }),
  });
  return found;
}

/** x * scale + shift, scale and shift [batch, channels]. */
export function imageScale(
  engine: WebgpuEngine,
  x: TensorInfo,
  scale: TensorInfo,
  shift: TensorInfo | undefined,
): TensorInfo {
  const { rows, as, columns, count } = rowsOf(x);
  const y = engine.makeTensorInfo(x.shape, "float32");
  mapElements(engine, {
    name: "ImageScale",
    variant: shift === undefined ? "" : "shift",
    inputs: bind(as, { x, scale, shift }),
    outputs: bind(as, { y }),
    integers: { columns, pixels: rows / x.shape[0] },
    count,
    source: () => ({
      body: `let place = at / (u.pixels * u.columns) * u.columns + at % u.columns;
  y[at] = x[at] * scale[place]${shift === undefined ? "" : " + shift[place]"};`,
    }),
  });
  return y;
}
