import type { GraphBuilder } from "../../../format/graphBuilder.ts";

/** Operators that ONNX Runtime adds to the standard ones. */
const MICROSOFT = "com.microsoft";

/** Writes arithmetic on tensors of any shape. */
export class Arithmetic {
  readonly builder: GraphBuilder;

  constructor(builder: GraphBuilder) {
    this.builder = builder;
  }

  /** `a + b`. */
  add(a: string, b: string): string {
    return this.builder.node("Add", [a, b]);
  }

  /** `a - b`. */
  subtract(a: string, b: string): string {
    return this.builder.node("Sub", [a, b]);
  }

  /** `a * b`. */
  multiply(a: string, b: string): string {
    return this.builder.node("Mul", [a, b]);
  }

  /** `a * factor`. */
  times(a: string, factor: number): string {
    return factor === 1 ? a : this.multiply(a, this.builder.float(factor));
  }

  /** The same numbers in another shape. */
  reshape(x: string, ...shape: readonly number[]): string {
    return this.builder.node("Reshape", [x, this.builder.ints(shape)]);
  }

  /** Axis `i` of the result is axis `axes[i]`. */
  transpose(x: string, ...axes: readonly number[]): string {
    return this.builder.node("Transpose", [x], { perm: axes });
  }

  /** The sum over axes, which go away. */
  sum(x: string, ...axes: readonly number[]): string {
    return this.builder.node("ReduceSum", [x, this.builder.ints(axes)], { keepdims: 0 });
  }

  /** The product of matrices, or of lists of matrices; either may be turned first. */
  product(
    a: string,
    b: string,
    { turnA = false, turnB = false }: { readonly turnA?: boolean; readonly turnB?: boolean } = {},
  ): string {
    if (!turnA && !turnB) return this.builder.node("MatMul", [a, b]);
    return this.builder.node(
      "FusedMatMul",
      [a, b],
      { transA: Number(turnA), transB: Number(turnB) },
      MICROSOFT,
    );
  }

  /** `x sigmoid(x)` in one pass over memory. */
  swish(x: string): string {
    return this.builder.node("QuickGelu", [x], { alpha: { float: 1 } }, MICROSOFT);
  }

  /** From `start` to `end` along an axis. */
  slice(x: string, axis: number, start: number, end: number): string {
    const { builder } = this;
    return builder.node("Slice", [x, builder.ints([start]), builder.ints([end]), builder.ints([axis])]);
  }

  /** The last first along axis 0. */
  reverse(x: string): string {
    const { builder } = this;
    const [last, beforeFirst] = [-1, -(2 ** 31)];
    return builder.node("Slice", [
      x,
      builder.ints([last]),
      builder.ints([beforeFirst]),
      builder.ints([0]),
      builder.ints([-1]),
    ]);
  }

  /** Adds zeros after the numbers of each axis, so that a tensor of `from` has the shape `to`. */
  extend(x: string, from: readonly number[], to: readonly number[]): string {
    if (from.every((side, axis) => side === to[axis])) return x;
    const { builder } = this;
    const after = to.map((side, axis) => side - from[axis]);
    return builder.node("Pad", [x, builder.ints([...from.map(() => 0), ...after])]);
  }

  /** Cuts what `extend` added. */
  cut(x: string, from: readonly number[], to: readonly number[]): string {
    const axes = to.flatMap((side, axis) => (side === from[axis] ? [] : [axis]));
    if (axes.length === 0) return x;
    const { builder } = this;
    return builder.node("Slice", [
      x,
      builder.ints(axes.map(() => 0)),
      builder.ints(axes.map((axis) => to[axis])),
      builder.ints(axes),
    ]);
  }
}
