import { unsetFloats } from "../image/unsetMemory.ts";
import type { SourceMap } from "../warp/sourceMap.ts";

/**
 * The map of a lens: a pixel at `p` from the centre is taken from `p * (1 + k r² + k r⁴)`.
 *
 * Distances are relative to the image's width and height, so that `r² = (x / width)² + (y / height)²`: 0.5 at the
 * corners. It is OpenCV's `initUndistortRectifyMap` with these focal lengths and the coefficients `[k, k, 0, 0]`.
 */
export function opticalMap(height: number, width: number, k: number): SourceMap {
  const [x, y] = [unsetFloats(height * width), unsetFloats(height * width)];
  const [middleX, middleY] = [(width - 1) / 2, (height - 1) / 2];
  const squares = Float64Array.from({ length: width }, (_, column) => ((column - middleX) / width) ** 2);
  for (let row = 0, i = 0; row < height; row++) {
    const down = row - middleY;
    const squareY = (down / height) ** 2;
    for (let column = 0; column < width; column++, i++) {
      const square = squares[column] + squareY;
      const factor = 1 + k * square * (1 + square);
      x[i] = middleX + (column - middleX) * factor;
      y[i] = middleY + down * factor;
    }
  }
  return { height, width, x, y };
}
