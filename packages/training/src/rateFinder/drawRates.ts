import type { RatePoint } from "./steepestRate.ts";

const SIZE = { width: 640, height: 320 } as const;
const MARGIN = { left: 64, right: 16, top: 16, bottom: 28 } as const;

/** Draws the smoothed loss over the rate, on a logarithmic axis, as a complete SVG document. */
export function drawRates(points: readonly RatePoint[], suggested: number | undefined): string {
  const losses = points.map(({ smoothedLoss }) => smoothedLoss);
  const [low, high] = [Math.min(...losses), Math.max(...losses)];
  const [first, last] = [points[0].learningRate, points[points.length - 1].learningRate];
  const [width, height] = [SIZE.width - MARGIN.left - MARGIN.right, SIZE.height - MARGIN.top - MARGIN.bottom];
  const x = (rate: number): string =>
    (MARGIN.left + (last === first ? 0 : (width * Math.log(rate / first)) / Math.log(last / first))).toFixed(
      1,
    );
  const y = (loss: number): string =>
    (MARGIN.top + (high === low ? 0 : height * ((high - loss) / (high - low)))).toFixed(1);
  const text = (at: string, top: string, anchor: string, shown: string): string =>
    `<text x="${at}" y="${top}" text-anchor="${anchor}" font-family="sans-serif" font-size="11">${shown}</text>`;
  const foot = String(SIZE.height - 8);
  const mark =
    suggested === undefined
      ? []
      : [
          `<line x1="${x(suggested)}" y1="${y(high)}" x2="${x(suggested)}" y2="${y(low)}" stroke="crimson"/>`,
          text(x(suggested), foot, "middle", suggested.toExponential(1)),
        ];
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" width="${String(SIZE.width)}" height="${String(SIZE.height)}">`,
    `<polyline points="${x(first)},${y(high)} ${x(first)},${y(low)} ${x(last)},${y(low)}" fill="none" stroke="gray"/>`,
    `<polyline points="${points.map((one) => `${x(one.learningRate)},${y(one.smoothedLoss)}`).join(" ")}" fill="none" stroke="royalblue" stroke-width="2"/>`,
    ...mark,
    text(String(MARGIN.left - 6), y(high), "end", high.toPrecision(3)),
    text(String(MARGIN.left - 6), y(low), "end", low.toPrecision(3)),
    text(x(first), foot, "middle", first.toExponential(0)),
    text(x(last), foot, "end", last.toExponential(0)),
    "</svg>",
    "",
  ].join("\n");
}
