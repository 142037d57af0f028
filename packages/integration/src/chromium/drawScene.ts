import type { Image } from "@tensorloom/image";

/** A picture with waves, an edge and a gradient, at any size. */
export function drawScene(side: number): Image<Uint8Array> {
  const data = new Uint8Array(side * side * 3);
  for (let i = 0; i < data.length; i++) {
    const [y, x, c] = [Math.floor(i / 3 / side), Math.floor(i / 3) % side, i % 3];
    const edge = (x - side / 2) ** 2 + (y - side / 3) ** 2 < (side / 5) ** 2 ? 70 : 0;
    data[i] = 90 + 50 * Math.sin((x + 2 * c * y) / 9) + (60 * y) / side + edge * (c === 1 ? 1 : 0.5);
  }
  return { data, height: side, width: side, channels: 3 };
}
