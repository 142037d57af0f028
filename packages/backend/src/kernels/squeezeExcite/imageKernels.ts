import type { TensorInfo } from "@tensorflow/tfjs-core";
import { partition } from "../threads/partition.ts";
import { runJob } from "../threads/runJob.ts";
import { address, type WasmEngine, withScratch } from "../wasm/wasmEngine.ts";

const FLOAT = 4;

/** A tensor [batch, height, width, channels] as the kernels see it. */
function images({ shape }: TensorInfo): readonly [images: number, pixels: number, channels: number] {
  const [batch, height, width, channels] = shape;
  return [batch, height * width, channels];
}

/** [batch, channels]: the mean over the pixels. */
export function imageMeans(engine: WasmEngine, x: TensorInfo): TensorInfo {
  return byImage(engine, "imageMeans", [x]);
}

/** [batch, channels]: the sum over the pixels of x * y. */
export function imageDots(engine: WasmEngine, x: TensorInfo, y: TensorInfo): TensorInfo {
  return byImage(engine, "imageDots", [x, y]);
}

/** Pixels of a part: always the same, so that the order of the sums does not depend on the threads. */
const PIXELS = 1024;
/** Numbers of an image that is split into parts at least. */
const LEAST_NUMBERS = 100_000;

function byImage(
  engine: WasmEngine,
  kernel: "imageMeans" | "imageDots",
  inputs: readonly TensorInfo[],
): TensorInfo {
  const [batch, pixels, channels] = images(inputs[0]);
  const sums = engine.makeOutput([batch, channels], "float32");
  const places = inputs.map((tensor) => address(engine, tensor));
  const each = pixels * channels < LEAST_NUMBERS ? 1 : Math.ceil(pixels / PIXELS);
  const count = batch * channels;
  const to = address(engine, sums);
  const run = (partial: number): void => {
    // [parts of an image, images, channels]
    const most = Math.ceil(pixels / each);
    const factor = kernel === "imageMeans" ? pixels : 1;
    const parts = Array.from({ length: each * batch }, (_, nth) => {
      const [part, image] = [Math.floor(nth / batch), nth % batch];
      const first = part * most;
      const from = places.map((place) => place + (image * pixels + first) * channels * FLOAT);
      const into = partial + nth * channels * FLOAT;
      return [...from, into, 1 / factor, 1, Math.min(most, pixels - first), channels, 0];
    });
    const scratch = { argument: places.length + 5, bytes: channels * FLOAT };
    const small = engine.recorder === undefined && batch * pixels * channels < LEAST_NUMBERS;
    const jobs = small ? parts.map((part) => [part]) : [parts];
    for (const some of jobs) runJob(engine, { kernel, parts: some, scratch });
    if (each > 1) runJob(engine, { kernel: "sumParts", parts: [[partial, each, count, to]] });
  };
  if (each === 1) run(to);
  else withScratch(engine, each * count * FLOAT, run);
  return sums;
}

/** x * scale + shift, scale and shift [batch, channels]. */
export function imageScale(
  engine: WasmEngine,
  x: TensorInfo,
  scale: TensorInfo,
  shift: TensorInfo | undefined,
): TensorInfo {
  const y = engine.makeOutput(x.shape, "float32");
  const [batch, pixels, channels] = images(x);
  const row = channels * FLOAT;
  const places = [x, scale, y].map((tensor) => address(engine, tensor));
  const offset = shift === undefined ? 0 : address(engine, shift);
  const parts = Array.from({ length: batch }, (_, image) => image).flatMap((image) =>
    partition(engine, pixels, 1, pixels * channels * 10).map(([first, end]) => {
      const by = (image * pixels + first) * row;
      const ofImage = image * row;
      const shifts = offset === 0 ? 0 : offset + ofImage;
      return [places[0] + by, places[1] + ofImage, shifts, places[2] + by, 1, end - first, channels];
    }),
  );
  runJob(engine, { kernel: "imageScale", parts });
  return y;
}
