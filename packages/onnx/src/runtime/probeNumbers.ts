/** Numbers and their shape. */
export interface Numbers {
  readonly data: Float32Array;
  readonly shape: readonly number[];
}

/** Side of the probe's image. */
export const SIDE = 3;

/** Small integers that differ from place to place. */
export function numbers(shape: readonly number[], seed = 0): Numbers {
  const size = shape.reduce((product, side) => product * side, 1);
  return { data: Float32Array.from({ length: size }, (_, at) => ((at * 7 + seed) % 11) - 5), shape };
}

type ProbeInputs = Readonly<Record<"x" | "kernel" | "bias" | "depthwise", Numbers>>;

/** The inputs of the probe, with its kernels in order and in the order of blocks. */
export function probeNumbers(
  channels: number,
  block: number,
): { readonly plain: ProbeInputs; readonly blocked: ProbeInputs } {
  const plain = {
    x: numbers([1, channels, SIDE, SIDE]),
    kernel: numbers([channels, channels, 1, 1], 3),
    bias: numbers([channels], 5),
    depthwise: numbers([channels, 1, 3, 3], 2),
  };
  const kernel = new Float32Array(channels * channels);
  const depthwise = new Float32Array(channels * 9);
  for (let out = 0; out < channels; out++) {
    const [outBlock, outLane] = [Math.floor(out / block), out % block];
    for (let from = 0; from < channels; from++) {
      const [inBlock, inLane] = [Math.floor(from / block), from % block];
      const to = ((outBlock * (channels / block) + inBlock) * block + inLane) * block + outLane;
      kernel[to] = plain.kernel.data[out * channels + from];
    }
    for (let tap = 0; tap < 9; tap++)
      depthwise[(outBlock * 9 + tap) * block + outLane] = plain.depthwise.data[out * 9 + tap];
  }
  const blocked = {
    ...plain,
    kernel: { data: kernel, shape: plain.kernel.shape },
    depthwise: { data: depthwise, shape: plain.depthwise.shape },
  };
  return { plain, blocked };
}

/** The outputs of the probe, by the formulas. */
export function probeAnswer(
  channels: number,
  { x, kernel, bias, depthwise }: ProbeInputs,
): { readonly image: Float32Array; readonly means: Float32Array } {
  const places = SIDE * SIDE;
  const product = new Float32Array(channels * places);
  const image = new Float32Array(channels * places);
  const means = new Float32Array(channels);
  for (let out = 0; out < channels; out++)
    for (let place = 0; place < places; place++) {
      let sum = bias.data[out] + x.data[out * places + place];
      for (let from = 0; from < channels; from++)
        sum += kernel.data[out * channels + from] * x.data[from * places + place];
      product[out * places + place] = sum;
      means[out] += sum / places;
    }
  for (let channel = 0; channel < channels; channel++)
    for (let row = 0; row < SIDE; row++)
      for (let column = 0; column < SIDE; column++)
        for (let tap = 0; tap < 9; tap++) {
          const [y, z] = [row + Math.floor(tap / 3) - 1, column + (tap % 3) - 1];
          if (y < 0 || y >= SIDE || z < 0 || z >= SIDE) continue;
          image[channel * places + row * SIDE + column] +=
            depthwise.data[channel * 9 + tap] * product[channel * places + y * SIDE + z];
        }
  return { image, means };
}

/** Whether numbers are right to float32 rounding. */
export function isClose(found: Float32Array, right: Float32Array): boolean {
  return (
    found.length === right.length &&
    right.every((number, at) => Math.abs(found[at] - number) <= 1e-5 * Math.max(1, Math.abs(number)))
  );
}
