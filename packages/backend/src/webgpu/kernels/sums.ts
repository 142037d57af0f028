import { type KernelFunc, type TensorInfo, util } from "@tensorflow/tfjs-core";
import { webgpuEngine } from "../engine/webgpuEngine.ts";
import { reduceColumns } from "../shaders/reduceColumns.ts";
import { bind, rowsOf } from "./webgpuKernel.ts";

/**
 * tfjs's `Sum` or `Mean`, without its transposition if the last axis stays.
 *
 * tfjs reduces inner axes only, and so copies a tensor, transposed, to sum over its pixels or rows.
 */
export function withColumnSums(stock: KernelFunc, mean: boolean): KernelFunc {
  return (call) => {
    const { x } = call.inputs as Readonly<Record<"x", TensorInfo>>; // as tfjs's op passes it
    const { axis, keepDims } = call.attrs as unknown as {
      readonly axis: number | number[];
      readonly keepDims: boolean;
    };
    const axes = util.parseAxisParam(axis, x.shape).sort((a, b) => a - b);
    const outer = axes[0];
    const adjacent = axes.every((one, at) => one === outer + at);
    const inner = x.shape.slice(outer + axes.length);
    const size = util.sizeFromShape(x.shape);
    if (x.dtype !== "float32" || axes.length === 0 || inner.length === 0 || !adjacent || size === 0)
      return stock(call);
    const columnCount = util.sizeFromShape(inner);
    if (columnCount === 1) return stock(call);
    const engine = webgpuEngine(call.backend);
    const images = util.sizeFromShape(x.shape.slice(0, outer));
    const shape = x.shape.flatMap((side, at) => (axes.includes(at) ? (keepDims ? [1] : []) : [side]));
    const y = engine.makeTensorInfo(shape, "float32");
    const { as, columns } = rowsOf({ ...x, shape: [size / columnCount, columnCount] });
    reduceColumns(engine, {
      name: mean ? "Mean" : "Sum",
      as,
      images,
      rows: size / columnCount / images,
      columns,
      sums: 1,
      inputs: bind(as, { x }),
      finishOutputs: bind(as, { y }),
      source: () => ({
        accumulate: "s0 += x[at];",
        finish: `y[image * u.columns + column] = s0${mean ? " / f32(u.allRows)" : ""};`,
      }),
    });
    return y;
  };
}
