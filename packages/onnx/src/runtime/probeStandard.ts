import { encodeModel } from "../format/encodeModel.ts";
import { GraphBuilder } from "../format/graphBuilder.ts";
import { createSession, type SessionTarget } from "./session.ts";

/** Runs a product of two matrices. @throws Error if it does not run or is wrong. */
export async function probeStandard(target: SessionTarget): Promise<void> {
  const builder = new GraphBuilder();
  const product = builder.node("MatMul", [builder.input("a", [1, 2]), builder.input("b", [2, 1])]);
  builder.output("product", product);
  const session = await createSession(target, encodeModel(builder.finish("trial")), { name: "trial" });
  const tensor = (numbers: readonly number[], shape: readonly number[]) =>
    new target.module.Tensor("float32", Float32Array.from(numbers), shape);
  try {
    const made = await session.run(
      () => ({ a: tensor([2, 3], [1, 2]), b: tensor([5, 7], [2, 1]) }),
      () => ({ product: null }),
    );
    if (Number(made["product"].data[0]) !== 31)
      throw new Error(`2 * 5 + 3 * 7 must be 31, got ${String(made["product"].data[0])}`);
  } finally {
    await session.release();
  }
}
