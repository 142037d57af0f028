import type { OpWriter } from "../stepPart.ts";

/** Makes an image larger by whole factors. */
export const writeUpsample: OpWriter<"upsample"> = (op, { context }) => {
  const { builder } = context;
  const { size, interpolation } = op;
  const [input] = op.inputs;
  const [batch, channels, height, width] = context.shape(input);
  const x = context.get(input);
  if (interpolation === "nearest") {
    const single = builder.ints([batch, channels, height, 1, width, 1]);
    const each = builder.ints([batch, channels, height, size[0], width, size[1]]);
    const spread = builder.node("Expand", [builder.node("Reshape", [x, single]), each]);
    context.set(op.output, builder.node("Reshape", [spread, builder.ints(context.shape(op.output))]));
    return (dy) => {
      const windows = builder.node("Reshape", [dy, each]);
      context.addGradient(input, builder.node("ReduceSum", [windows, builder.ints([3, 5])], { keepdims: 0 }));
    };
  }
  // Each axis is a product with a matrix, and its gradient one with the matrix turned.
  const [rows, columns] = [interpolationMatrix(height, size[0]), interpolationMatrix(width, size[1])];
  const between = (left: Matrix, image: string, right: Matrix): string =>
    builder.node("MatMul", [constant(left), builder.node("MatMul", [image, constant(right)])]);
  const constant = ({ data, shape }: Matrix): string => builder.floats(data, shape);
  context.set(op.output, between(rows, x, turned(columns)));
  return (dy) => context.addGradient(input, between(turned(rows), dy, columns));
};

interface Matrix {
  readonly data: Float32Array;
  readonly shape: readonly [number, number];
}

/**
 * The matrix `[side * factor, side]` of bilinear interpolation along one axis.
 *
 * As tfjs does without aligned corners and half pixels, output i lies at `i / factor`, between two inputs or on the last one.
 */
function interpolationMatrix(side: number, factor: number): Matrix {
  const data = new Float32Array(side * factor * side);
  for (let row = 0; row < side * factor; row++) {
    const before = Math.floor(row / factor);
    const share = row / factor - before;
    data[row * side + before] += 1 - share;
    data[row * side + Math.min(before + 1, side - 1)] += share;
  }
  return { data, shape: [side * factor, side] };
}

function turned({ data, shape: [rows, columns] }: Matrix): Matrix {
  const other = new Float32Array(data.length);
  for (let row = 0; row < rows; row++)
    for (let column = 0; column < columns; column++)
      other[column * rows + row] = data[row * columns + column];
  return { data: other, shape: [columns, rows] };
}
