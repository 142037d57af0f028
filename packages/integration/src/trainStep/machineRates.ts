import { encodeModel, GraphBuilder } from "@tensorloom/onnx/internal";
import { InferenceSession, Tensor } from "onnxruntime-node";
import { measureMs } from "../../../../.config/bench/measure.ts";

/** What this machine's cores do at best, as ONNX Runtime uses them. */
export interface MachineRates {
  /** Billions of floating-point operations a second, in a product of two large matrices. */
  readonly gflops: number;
  /** Billions of bytes a second that go through memory, in the sum of two tensors that no cache holds. */
  readonly gigabytes: number;
}

/** A side of the matrices; a count of numbers (128 MB) of the tensors. */
const SIDE = 1024;
const LENGTH = 32 * 2 ** 20;
const RUNS = 15;

/** Measures the rates: the best of several runs each, since other work can only slow them. */
export async function machineRates(): Promise<MachineRates> {
  const productMs = await timeOf("MatMul", [SIDE, SIDE]);
  const sumMs = await timeOf("Add", [LENGTH]);
  return { gflops: (2 * SIDE ** 3) / productMs / 1e6, gigabytes: (3 * 4 * LENGTH) / sumMs / 1e6 };
}

async function timeOf(op: string, shape: readonly number[]): Promise<number> {
  const builder = new GraphBuilder();
  builder.output("out", builder.node(op, [builder.input("a", shape), builder.input("b", shape)]), shape);
  const session = await InferenceSession.create(encodeModel(builder.finish(op)));
  const length = shape.reduce((product, side) => product * side, 1);
  const tensor = (): Tensor => new Tensor("float32", new Float32Array(length).fill(0.5), shape);
  const feeds = { a: tensor(), b: tensor() };
  const fetches = { out: tensor() };
  await session.run(feeds, fetches); // the first run is slower
  const times: number[] = [];
  for (let at = 0; at < RUNS; at++) times.push(await measureMs(() => session.run(feeds, fetches)));
  await session.release();
  return Math.min(...times);
}
