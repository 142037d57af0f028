import { greenTwiceMask, greenWeights, redAndBlueMask, redAndBlueWeights, weighted } from "./pillowGray";

/** The sum of the gray levels of RGB bytes from `at` to `end`. Up to nine more bytes are read, which must be 0. */
export function sumGray(at: usize, end: usize): i32 {
  const nothing = <i32>(at > end); // 0, which the compiler does not know: see simd/rgb.ts
  const redAndBlue = redAndBlueMask(nothing);
  const greenTwice = greenTwiceMask(nothing);
  const ofRedAndBlue = redAndBlueWeights(nothing);
  const ofGreen = greenWeights(nothing);
  const half = i32x4.splat(0x8000 + nothing);
  let sum = i32x4.splat(0);
  do {
    const pixels = v128.load(at);
    const gray = weighted(
      i8x16.swizzle(pixels, redAndBlue),
      i8x16.swizzle(pixels, greenTwice),
      ofRedAndBlue,
      ofGreen,
      half,
    );
    sum = i32x4.add(sum, i32x4.shr_u(gray, 16));
    at += 12;
  } while (at < end);
  const pair = i32x4.add(sum, i64x2.shuffle(sum, sum, 1, 0));
  return i32x4.extract_lane(pair, 0) + i32x4.extract_lane(pair, 1);
}
