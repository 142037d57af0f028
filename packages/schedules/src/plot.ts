import { callable, checkOptions, integer, type OptionKinds } from "@tensorloom/core/internal";
import type { Schedule } from "./schedule.ts";

/**
 * Options of {@link plot}.
 *
 * @inline
 */
export interface PlotOptions {
  /** Steps to draw, from 0 to `steps - 1`; at least 2. */
  readonly steps: number;
  /** Width of the picture; default 640. */
  readonly widthPixels?: number | undefined;
  /** Height of the picture; default 240. */
  readonly heightPixels?: number | undefined;
}

/** Margins for the labels of the axes, in pixels. */
const MARGIN = { left: 64, right: 16, top: 16, bottom: 28 } as const;

/** Maximum number of points; more than a screen has columns would not be visible. */
const MAX_POINTS = 2000;

const OPTIONS: OptionKinds<PlotOptions> = { steps: "number", widthPixels: "number", heightPixels: "number" };

/**
 * Draws a schedule as an SVG picture: the rate over the step.
 *
 * @returns A complete SVG document, for a file or a page.
 * @throws TypeError if the schedule is not a function; RangeError if a size is out of range.
 * @example
 * ```ts
 * import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
 * import { tmpdir } from "node:os";
 * import { join } from "node:path";
 * import { plot, rampSustainDecay } from "@tensorloom/schedules";
 *
 * const svg = plot(rampSustainDecay(), { steps: 40, widthPixels: 800 });
 * const folder = mkdtempSync(join(tmpdir(), "schedule-"));
 * writeFileSync(join(folder, "schedule.svg"), svg); // open it in a browser
 * rmSync(folder, { recursive: true });
 * svg.startsWith("<svg "); // => true
 * ```
 */
export function plot(schedule: Schedule, options: PlotOptions): string {
  const { steps, widthPixels = 640, heightPixels = 240 } = checkOptions("plot", options, OPTIONS);
  callable("plot: schedule", schedule);
  integer("plot: steps", steps, 2);
  const width = integer("plot: widthPixels", widthPixels, 160) - MARGIN.left - MARGIN.right;
  const height = integer("plot: heightPixels", heightPixels, 80) - MARGIN.top - MARGIN.bottom;
  const count = Math.min(steps, MAX_POINTS);
  const shown = Array.from({ length: count }, (_, i) => Math.round((i * (steps - 1)) / (count - 1)));
  const rates = shown.map(schedule);
  const highest = Math.max(...rates, Number.MIN_VALUE);
  const x = (step: number): string => (MARGIN.left + (width * step) / (steps - 1)).toFixed(1);
  const y = (rate: number): string => (MARGIN.top + height * (1 - rate / highest)).toFixed(1);
  const line = shown.map((step, i) => `${x(step)},${y(rates[i])}`).join(" ");
  const label = (left: string, top: string, anchor: string, text: string): string =>
    `<text x="${left}" y="${top}" text-anchor="${anchor}" font-family="sans-serif" font-size="11">${text}</text>`;
  const foot = String(heightPixels - 8);
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" width="${String(widthPixels)}" height="${String(heightPixels)}">`,
    `<polyline points="${x(0)},${y(highest)} ${x(0)},${y(0)} ${x(steps - 1)},${y(0)}" fill="none" stroke="gray"/>`,
    `<polyline points="${line}" fill="none" stroke="royalblue" stroke-width="2"/>`,
    label(String(MARGIN.left - 6), y(highest), "end", highest.toPrecision(3)),
    label(String(MARGIN.left - 6), y(0), "end", "0"),
    label(x(0), foot, "middle", "0"),
    label(x(steps - 1), foot, "end", String(steps - 1)),
    "</svg>",
    "",
  ].join("\n");
}
