import type { Image } from "../../image/image.ts";
import { DEFAULT_MAX_PIXELS } from "../../image/maxPixels.ts";
import { MAX_SIDE } from "../encode/checkEncodable.ts";
import { planRecoding, type RecodePlan } from "./recodePlan.ts";

/** Encodes and decodes gray or RGB bytes in WebAssembly, with the results of both coders. Returns whether it could. */
export function recodeBytes(
  image: Image<Uint8Array>,
  quality: number,
  subsampling: "420" | "444",
  output: Uint8Array,
): boolean {
  const { height, width, channels } = image;
  // The coders refuse what is larger, and repeat chrominance of two samples.
  if (Math.max(height, width) > MAX_SIDE || height * width > DEFAULT_MAX_PIXELS || width <= 4) return false;
  const ratio = channels === 3 && subsampling === "420" ? 2 : 1;
  const plan = planRecoding(image, quality, ratio);
  if (plan === undefined) return false;
  for (let unit = 0; unit < plan.units; unit++) {
    takeRows(image, unit * plan.rows, plan);
    splitUnit(channels, plan);
    recodeUnit(channels, unit, plan);
  }
  if (channels === 1)
    for (let y = 0, at = plan.planes[0]; y < height; y++, at += plan.wide)
      output.set(plan.memory.subarray(at, at + width), y * width);
  else writePixels(image, plan, output);
  return true;
}

/** Copies the rows of a unit; the last row and column are repeated. */
function takeRows(
  { data, height, width, channels }: Image<Uint8Array>,
  top: number,
  { memory, rows, slice, wide }: RecodePlan,
): void {
  const [stride, room] = [width * channels, wide * channels];
  if (stride === room && top + rows <= height) {
    memory.set(data.subarray(top * stride, (top + rows) * stride), slice);
    return;
  }
  for (let y = 0; y < rows; y++) {
    const from = Math.min(top + y, height - 1) * stride;
    const to = slice + y * room;
    memory.set(data.subarray(from, from + stride), to);
    for (let i = stride; i < room; i++) memory[to + i] = memory[to + i - channels];
  }
}

/** Computes the samples of a unit. */
function splitUnit(
  channels: number,
  { kernels, ratio, rows, slice, wide, narrow, samples }: RecodePlan,
): void {
  const [luma, cb, cr] = samples;
  if (channels === 1) {
    kernels.splitGray(slice, rows * wide, luma);
    return;
  }
  const part = 1 / (ratio * ratio);
  const factors = [part / 1.772, part / 1.402];
  for (let y = 0; y < rows; y += ratio) {
    const from = slice + 3 * y * wide;
    const chroma = 4 * narrow * (y / ratio);
    const places = [luma + 4 * y * wide, cb + chroma, cr + chroma];
    if (ratio === 2) kernels.splitRows(from, 3 * wide, wide, ...factors, ...places);
    else kernels.splitRow(from, wide, ...factors, ...places);
  }
}

/** Quantizes and restores the blocks of a unit. */
function recodeUnit(channels: number, unit: number, plan: RecodePlan): void {
  const { kernels, ratio, wide, narrow, samples, planes, turns, factors, steps, space } = plan;
  for (let i = 0; i < channels; i++) {
    const [down, stride] = i === 0 ? [ratio, wide] : [1, narrow];
    for (let row = 0; row < down; row++) {
      const to = planes[i] + 8 * stride * (unit * down + row);
      const from = samples[i] + 32 * stride * row;
      kernels.recodeRow(from, stride / 8, turns, factors[i], steps[i], space, to);
    }
  }
}

/** Converts luminance and chrominance to RGB. */
function writePixels({ height, width }: Image, plan: RecodePlan, output: Uint8Array): void {
  const { kernels, memory, ratio, rows, wide, narrow, planes, spread, sums, pixels } = plan;
  const [count, last] = [Math.ceil(width / 2), Math.ceil(height / 2) - 1];
  for (let top = 0; top < height; top += rows) {
    const bottom = Math.min(top + rows, height);
    for (let y = top; y < bottom; y++) {
      let chroma = [planes[1] + y * narrow, planes[2] + y * narrow];
      if (ratio === 2) {
        const near = y >> 1;
        const other = Math.min(Math.max(near + (y % 2 === 0 ? -1 : 1), 0), last);
        for (let i = 0; i < 2; i++)
          kernels.spreadRow(
            planes[i + 1] + near * narrow,
            planes[i + 1] + other * narrow,
            count,
            sums,
            spread[i],
          );
        chroma = [...spread];
      }
      kernels.toRgbRow(planes[0] + y * wide, chroma[0], chroma[1], width, pixels + 3 * (y - top) * width);
    }
    output.set(memory.subarray(pixels, pixels + 3 * (bottom - top) * width), 3 * top * width);
  }
}
