import { sizeOf } from "@tensorloom/core/internal";
import type { Net, NetOp } from "@tensorloom/onnx/internal/net";

/** Multiplications of a net's forward pass for one row. Its shapes have no free side. */
export function multiplicationsPerRow({ ops }: Pick<Net, "ops">): number {
  return ops.reduce((sum, op) => sum + multiplicationsOf(op), 0);
}

function multiplicationsOf(op: NetOp): number {
  const elements = sizeOf(op.output.shape.map((side) => side ?? 1));
  if (op.kind === "dense") return elements * op.kernel.shape[0];
  if (op.kind !== "convolution") return elements;
  const [height, width, channels] = op.kernel.shape;
  return elements * height * width * (op.depthwise ? 1 : channels);
}
