/** The convolution at hand. They are globals of the module (not memory), set by one call before a kernel runs. */
export let batch: i32 = 0;
/** Of the input, in pixels. */
export let height: i32 = 0;
export let width: i32 = 0;
export let channels: i32 = 0;
/** Of the output, in pixels. */
export let outHeight: i32 = 0;
export let outWidth: i32 = 0;
/** Of the filter, in taps, and their distance in pixels. */
export let filterHeight: i32 = 0;
export let filterWidth: i32 = 0;
export let dilationY: i32 = 0;
export let dilationX: i32 = 0;
export let strideY: i32 = 0;
export let strideX: i32 = 0;
/** Rows and columns of zeros above and left of the input. */
export let top: i32 = 0;
export let left: i32 = 0;

export function geometry(
  n: i32, h: i32, w: i32, c: i32, oh: i32, ow: i32,
  kh: i32, kw: i32, sy: i32, sx: i32, dy: i32, dx: i32, pt: i32, pl: i32,
): void {
  batch = n;
  height = h;
  width = w;
  channels = c;
  outHeight = oh;
  outWidth = ow;
  filterHeight = kh;
  filterWidth = kw;
  strideY = sy;
  strideX = sx;
  dilationY = dy;
  dilationX = dx;
  top = pt;
  left = pl;
}
