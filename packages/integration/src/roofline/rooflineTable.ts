import { median } from "../../../../.config/bench/measure.ts";
import type { KernelCall, Operand } from "./kernelCall.ts";
import { workOf } from "./kernelWork.ts";

/** What a core, or several together, do at best. */
export interface CoreRates {
  /** Billions of floating-point operations a second. */
  readonly gflops: number;
  /** Billions of bytes a second that go through memory. */
  readonly gigabytes: number;
}

/** The calls of one kernel with the same shapes, of one step. */
export interface RooflineRow {
  readonly kernel: string;
  readonly shape: string;
  readonly calls: number;
  readonly ms: number;
  /** The sum over the calls of the larger of two times: of their operations and of their bytes. */
  readonly floorMs: number;
  readonly gflop: number;
  readonly megabytes: number;
}

/**
 * Sums the calls of a step by kernel and shape. A row's time is the median of the steps; the row that loses the most time
 * against its floor comes first.
 *
 * @param by - `"kernel"` puts all shapes of a kernel into one row.
 */
export function rooflineTable(
  steps: readonly (readonly KernelCall[])[],
  rates: CoreRates,
  by: "kernel" | "shape" = "shape",
): readonly RooflineRow[] {
  const rows = new Map<string, RooflineRow>();
  const times = new Map<string, number[]>();
  for (const [step, calls] of steps.entries())
    for (const call of calls) {
      const [kernel, whole] = labelOf(call);
      const shape = by === "shape" ? whole : "";
      const key = `${kernel} ${shape}`;
      const row = rows.get(key) ?? { kernel, shape, calls: 0, ms: 0, floorMs: 0, gflop: 0, megabytes: 0 };
      const { flops, bytes } = workOf(call);
      const floorMs = Math.max(flops / rates.gflops, bytes / rates.gigabytes) / 1e6;
      const ms = times.get(key) ?? Array<number>(steps.length).fill(0);
      ms[step] += call.milliseconds;
      times.set(key, ms);
      rows.set(key, {
        ...row,
        calls: row.calls + 1 / steps.length,
        floorMs: row.floorMs + floorMs / steps.length,
        gflop: row.gflop + flops / 1e9 / steps.length,
        megabytes: row.megabytes + bytes / 1e6 / steps.length,
      });
    }
  return [...rows]
    .map(([key, row]) => ({ ...row, ms: median(times.get(key) ?? []) }))
    .sort((a, b) => b.ms - b.floorMs - (a.ms - a.floorMs));
}

/** The kernel with its kind, and its shapes: of a convolution the image, the window and the stride. */
function labelOf({ kernel, inputs, outputs, attributes }: KernelCall): readonly [string, string] {
  const image = inputs["x"] ?? inputs["dy"];
  const filter: Operand | undefined =
    "filter" in inputs ? inputs["filter"] : kernel.endsWith("BackpropFilter") ? outputs[0] : undefined;
  const activation = attributes["activation"];
  const ends = typeof activation === "string" && activation !== "linear" ? ` ${activation}` : "";
  const window = filter?.shape ?? [];
  if (window.length !== 4) {
    const first = Object.values(inputs).at(0)?.shape ?? outputs.at(0)?.shape ?? [];
    return [kernel + ends, kernel.endsWith("Update") ? "" : first.join("x")];
  }
  const [height, width, channels, made] = window;
  const depthwise = attributes["depthwise"] === true || kernel.startsWith("Depthwise");
  const kind = `${kernel}${depthwise && !kernel.startsWith("Depthwise") ? " depthwise" : ""}${ends}`;
  const stride = Number([attributes["strides"] ?? 1].flat()[0]);
  const sides = `${String(height)}x${String(width)}${stride === 1 ? "" : `/${String(stride)}`}`;
  return [
    kind,
    `${image.shape.slice(0, 3).join("x")} ${sides} ${String(channels)}${depthwise ? "" : `>${String(made)}`}`,
  ];
}
