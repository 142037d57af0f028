import { type KernelFunc, type TensorInfo, util } from "@tensorflow/tfjs-core";
import { bufferLimit } from "../engine/gpu.ts";
import { runShader } from "../engine/runShader.ts";
import { webgpuEngine } from "../engine/webgpuEngine.ts";
import { mapElements } from "../shaders/mapElements.ts";
import { bind } from "./webgpuKernel.ts";

const THREADS = 256;
const NUMBERS_PER_THREAD = 8;

/** A flag for each input tensor: 1 if it has NaN or an infinity. One read for any number of tensors. */
export const nonFiniteFlags: KernelFunc = ({ inputs, backend }) => {
  const engine = webgpuEngine(backend);
  const tensors = Object.values(inputs as Record<string, TensorInfo>);
  const flags = engine.makeTensorInfo([tensors.length], "int32");
  mapElements(engine, {
    name: "NonFinite (clear)",
    inputs: {},
    outputs: bind("i32", { flags }),
    count: tensors.length,
    source: () => ({ body: "flags[at] = 0;" }),
  });
  const most = bufferLimit(engine.device) - 1; // one is for the flags
  for (let first = 0; first < tensors.length; first += most) {
    const some = tensors.slice(first, first + most);
    const integers: Record<string, number> = { first };
    let groups = 0;
    for (const [nth, { shape }] of some.entries()) {
      const size = util.sizeFromShape(shape);
      groups += Math.ceil(size / (THREADS * NUMBERS_PER_THREAD));
      integers[`size${String(nth)}`] = size;
      integers[`end${String(nth)}`] = groups;
    }
    runShader(engine, {
      name: "NonFinite",
      variant: String(some.length),
      inputs: bind("f32", Object.fromEntries(some.map((tensor, nth) => [`x${String(nth)}`, tensor]))),
      outputs: bind("atomic<i32>", { flags }),
      integers,
      threads: THREADS,
      groups,
      source: () => ({ body: some.map((_, nth) => test(String(nth))).join("\n  else ") }),
    });
  }
  return flags;
};

/** The workgroups of one tensor, which have the numbers from the end of the tensor before. */
function test(nth: string): string {
  const start = nth === "0" ? "0u" : `u.end${String(Number(nth) - 1)}`;
  return `if (group < u.end${nth}) {
    let begin = (group - ${start}) * ${String(THREADS * NUMBERS_PER_THREAD)}u;
    let end = min(begin + ${String(THREADS * NUMBERS_PER_THREAD)}u, u.size${nth});
    for (var at = begin + lane; at < end; at += ${String(THREADS)}u) {
      if ((bitcast<u32>(x${nth}[at]) & 0x7f800000u) == 0x7f800000u) { atomicStore(&flags[u.first + ${nth}u], 1); }
    }
  }`;
}
