import type { LegendItem } from "./figure.ts";

/** How many colours there are; the style sheet has them for light and dark pages. */
const COLORS = 8;

/** The colour of a series by its number, as CSS. */
export function colorOf(at: number): string {
  return `var(--series-${String((at % COLORS) + 1)})`;
}

/** The colour scale of some series. */
export function colorScale(names: readonly string[]): {
  readonly domain: readonly string[];
  readonly range: readonly string[];
} {
  return { domain: names, range: names.map((_, at) => colorOf(at)) };
}

/** A legend of some series; none for one. */
export function legendOf(names: readonly string[]): readonly LegendItem[] {
  return names.length < 2 ? [] : names.map((name, at) => ({ name, color: colorOf(at) }));
}

/** The colour of what is beside the point: a diagonal, a grid. */
export const MUTED = "var(--muted)";
