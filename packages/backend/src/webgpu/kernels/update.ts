import { type KernelFunc, type TensorInfo, util } from "@tensorflow/tfjs-core";
import { UPDATE_RULES, type UpdateRule } from "../../kernels/elementwise/updateRules.ts";
import { bufferLimit } from "../engine/gpu.ts";
import { type Binding, runShader } from "../engine/runShader.ts";
import { webgpuEngine, type WebgpuEngine } from "../engine/webgpuEngine.ts";
import { updateSource } from "./updateSource.ts";

/** What the kernel of all update rules needs besides its tensors. */
interface UpdateAttributes {
  readonly code: number;
  readonly constants: readonly number[];
  readonly decays: readonly number[];
}

/** The tensors of one variable's update. */
interface Operands {
  readonly weight: TensorInfo;
  readonly gradient: TensorInfo;
  readonly slots: readonly (TensorInfo | undefined)[];
  readonly decay: number;
}

const THREADS = 256;

/** Updates weights and slots in place: inputs `weight0 gradient0 slot0_0 … weight1 …`, no outputs. */
export const updateKernel: KernelFunc = ({ inputs, backend, attrs }) => {
  const engine = webgpuEngine(backend);
  const { code, constants, decays } = attrs as unknown as UpdateAttributes; // as updateVariables passes them
  const rule = ruleOf(code);
  const tensors = new Map<string, TensorInfo>(Object.entries(inputs as Record<string, TensorInfo>));
  const variables = decays.map((decay, nth): Operands => {
    const [weight, gradient] = ["weight", "gradient"].map((name) => tensors.get(`${name}${String(nth)}`));
    if (weight === undefined || gradient === undefined)
      throw new Error(`update: variable ${String(nth)} has no weight or no gradient`);
    const slots = UPDATE_RULES[rule].slots.map((_, at) => tensors.get(`slot${String(at)}_${String(nth)}`));
    return { weight, gradient, slots, decay };
  });
  for (const some of divide(variables, bufferLimit(engine.device))) update(engine, rule, some, constants);
  return [];
};

function ruleOf(code: number): UpdateRule {
  const found = Object.entries(UPDATE_RULES).find(([, rule]) => rule.code === code);
  if (found === undefined) throw new Error(`update: there is no rule ${String(code)}`);
  return found[0] as UpdateRule; // a key of it
}

/** As many variables for each dispatch as a shader may have buffers; all of one have the same slots. */
function divide(variables: readonly Operands[], limit: number): readonly (readonly Operands[])[] {
  const groups: Operands[][] = [];
  let buffers = Infinity;
  for (const variable of variables) {
    const own = 2 + variable.slots.filter((slot) => slot !== undefined).length;
    const last = groups.at(-1);
    const alike = last?.[0].slots.every(
      (slot, at) => (slot === undefined) === (variable.slots[at] === undefined),
    );
    if (last !== undefined && alike === true && buffers + own <= limit) last.push(variable);
    else {
      groups.push([variable]);
      buffers = 0;
    }
    buffers += own;
  }
  return groups;
}

function update(
  engine: WebgpuEngine,
  rule: UpdateRule,
  variables: readonly Operands[],
  constants: readonly number[],
): void {
  const inputs: Record<string, Binding> = {};
  const outputs: Record<string, Binding> = {};
  const integers: Record<string, number> = {};
  const floats: Record<string, number> = {};
  let groups = 0;
  for (const [nth, { weight, gradient, slots, decay }] of variables.entries()) {
    const size = util.sizeFromShape(weight.shape);
    inputs[`gradient${String(nth)}`] = { tensor: gradient, as: "f32" };
    outputs[`weight${String(nth)}`] = { tensor: weight, as: "f32" };
    for (const [at, slot] of slots.entries())
      if (slot !== undefined) outputs[`slot${String(at)}_${String(nth)}`] = { tensor: slot, as: "f32" };
    // a workgroup for all of a variable if the rule needs a norm
    groups += rule === "lamb" ? 1 : Math.ceil(size / THREADS);
    integers[`size${String(nth)}`] = size;
    integers[`end${String(nth)}`] = groups;
    floats[`decay${String(nth)}`] = decay;
  }
  for (const [at, value] of constants.entries()) floats[`k${String(at)}`] = value;
  const slots = variables[0].slots.map((slot) => slot !== undefined);
  runShader(engine, {
    name: `Update (${rule})`,
    variant: `${String(variables.length)} ${slots.join(" ")}`,
    inputs,
    outputs,
    integers,
    floats,
    changing: true,
    threads: THREADS,
    groups,
    source: () => updateSource(rule, variables.length, slots, THREADS),
  });
}
