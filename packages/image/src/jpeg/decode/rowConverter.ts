/** Converts a row of component samples to pixels. */
export type RowConverter = (rows: readonly Uint8Array[], width: number, output: Uint8ClampedArray) => void;

/** Sums with 16 bits after the point, as libjpeg adds them (jdcolor.c). */
const fixed = (factor: number): number => Math.floor(factor * 65536 + 0.5);
const table = (factor: number, rounding: number): Int32Array =>
  Int32Array.from({ length: 256 }, (_, i) => fixed(factor) * (i - 128) + rounding);
const RED_OF_CR = table(1.402, 32768).map((sum) => sum >> 16);
const BLUE_OF_CB = table(1.772, 32768).map((sum) => sum >> 16);
const GREEN_OF_CB = table(0.34414, 0).map((sum) => 32768 - sum);
const GREEN_OF_CR = table(0.71414, 0).map((sum) => -sum);

const ycbcr: RowConverter = ([luma, cb, cr], width, output) => {
  for (let x = 0, to = 0; x < width; x++, to += 3) {
    const y = luma[x];
    const b = cb[x];
    const r = cr[x];
    output[to] = y + RED_OF_CR[r];
    output[to + 1] = y + ((GREEN_OF_CB[b] + GREEN_OF_CR[r]) >> 16);
    output[to + 2] = y + BLUE_OF_CB[b];
  }
};

const rgb: RowConverter = ([red, green, blue], width, output) => {
  for (let x = 0, to = 0; x < width; x++, to += 3) {
    output[to] = red[x];
    output[to + 1] = green[x];
    output[to + 2] = blue[x];
  }
};

const gray: RowConverter = ([levels], width, output) => {
  for (let x = 0, to = 0; x < width; x++, to += 3) output[to] = output[to + 1] = output[to + 2] = levels[x];
};

const level: RowConverter = ([levels], width, output) => {
  output.set(width === levels.length ? levels : levels.subarray(0, width));
};

/** Converts CMYK to RGB as TensorFlow does (jpeg_mem.cc). Adobe files store inverted inks. */
const cmyk =
  (adobe: boolean): RowConverter =>
  ([cyan, magenta, yellow, black], width, output) => {
    const flip = adobe ? 0 : 255;
    for (let x = 0, to = 0; x < width; x++, to += 3) {
      const light = black[x] ^ flip;
      output[to] = Math.floor((light * (cyan[x] ^ flip)) / 255);
      output[to + 1] = Math.floor((light * (magenta[x] ^ flip)) / 255);
      output[to + 2] = Math.floor((light * (yellow[x] ^ flip)) / 255);
    }
  };

const ycck: RowConverter = (rows, width, output) => {
  ycbcr(rows, width, output);
  const black = rows[3];
  for (let x = 0, to = 0; x < width; x++)
    for (let c = 0; c < 3; c++, to++) output[to] = Math.floor((black[x] * (255 - output[to])) / 255);
};

/** Converts to gray, through a converter to RGB. */
function toGray(convert: RowConverter): RowConverter {
  let pixels = new Uint8ClampedArray(0);
  const [red, green, blue] = [fixed(0.299), fixed(0.587), fixed(0.114)];
  return (rows, width, output) => {
    if (pixels.length < 3 * width) pixels = new Uint8ClampedArray(3 * width);
    convert(rows, width, pixels);
    for (let x = 0, from = 0; x < width; x++, from += 3)
      output[x] = (red * pixels[from] + green * pixels[from + 1] + blue * pixels[from + 2] + 32768) >> 16;
  };
}

/** Creates a converter, and counts the components that it reads. */
export function createRowConverter(
  colors: "gray" | "ycbcr" | "rgb" | "cmyk" | "ycck",
  adobe: boolean,
  channels: 1 | 3,
): { readonly convert: RowConverter; readonly components: number } {
  if (colors === "gray") return { convert: channels === 1 ? level : gray, components: 1 };
  if (colors === "ycbcr" && channels === 1) return { convert: level, components: 1 };
  const toRgb = { ycbcr, rgb, cmyk: cmyk(adobe), ycck }[colors];
  const components = colors === "ycbcr" || colors === "rgb" ? 3 : 4;
  return { convert: channels === 3 ? toRgb : toGray(toRgb), components };
}
