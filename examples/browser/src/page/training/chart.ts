import { svg } from "../dom/element.ts";

/** A line: its points in x and y. */
export interface Series {
  readonly name: string;
  readonly className: string;
  readonly points: readonly (readonly [x: number, y: number])[];
}

/** What a chart shows. */
export interface ChartData {
  readonly series: readonly Series[];
  /** The end of the x axis, at least 1. */
  readonly end: number;
  /** The largest y; the smallest is 0. */
  readonly top: number;
  /** The beginning of each stage, with its name. */
  readonly marks: readonly (readonly [x: number, name: string])[];
}

const WIDTH = 480;
const HEIGHT = 240;
const LEFT = 40;
const RIGHT = 12;
const TOP = 24;
const BOTTOM = 26;

/** A line chart that is drawn again when its data change. */
export function chart(
  label: string,
  formatY: (y: number) => string,
): { readonly root: SVGSVGElement; draw(data: ChartData): void } {
  const root = svg("svg", {
    viewBox: `0 0 ${String(WIDTH)} ${String(HEIGHT)}`,
    role: "img",
    "aria-label": label,
    class: "chart",
  });
  return {
    root,
    draw({ series, end, top, marks }) {
      const x = (value: number): number => LEFT + (value / end) * (WIDTH - LEFT - RIGHT);
      const y = (value: number): number =>
        HEIGHT - BOTTOM - (Math.min(value, top) / top) * (HEIGHT - TOP - BOTTOM);
      root.replaceChildren(
        ...[0, 0.25, 0.5, 0.75, 1].flatMap((share) =>
          gridLine(y(share * top), share % 0.5 === 0 ? formatY(share * top) : ""),
        ),
        ...ticks(end).map((tick) => text(x(tick), HEIGHT - 8, String(tick), "middle")),
        ...marks.flatMap(([at, name]) => [
          svg("line", { x1: x(at), x2: x(at), y1: TOP - 8, y2: HEIGHT - BOTTOM, class: "stage" }),
          text(x(at) + 5, TOP - 10, name, "start"),
        ]),
        ...series.flatMap(({ points, className }) =>
          line(
            points.map(([px, py]) => [x(px), y(py)]),
            className,
          ),
        ),
      );
    },
  };
}

function line(points: readonly (readonly [number, number])[], className: string): readonly SVGElement[] {
  if (points.length === 0) return [];
  const path = points
    .map(([px, py], at) => `${at === 0 ? "M" : "L"}${px.toFixed(1)} ${py.toFixed(1)}`)
    .join("");
  const [lastX, lastY] = points[points.length - 1];
  const drawn = svg("path", { d: path, class: `line ${className}` });
  return className.includes("faint")
    ? [drawn]
    : [drawn, svg("circle", { cx: lastX, cy: lastY, r: 3.5, class: `dot ${className}` })];
}

function gridLine(at: number, label: string): readonly SVGElement[] {
  const grid = svg("line", { x1: LEFT, x2: WIDTH - RIGHT, y1: at, y2: at, class: "grid" });
  return label === "" ? [grid] : [grid, text(LEFT - 7, at + 4, label, "end")];
}

function text(x: number, y: number, content: string, anchor: string): SVGElement {
  return svg("text", { x, y, "text-anchor": anchor }, content);
}

/** At most seven whole numbers from 0 to the end. */
function ticks(end: number): readonly number[] {
  const step = [1, 2, 5, 10, 20, 50, 100, 200, 500].find((one) => end / one <= 6) ?? end;
  return Array.from({ length: Math.floor(end / step) + 1 }, (_, at) => at * step);
}
