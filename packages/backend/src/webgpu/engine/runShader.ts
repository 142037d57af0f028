import { env, type TensorInfo, util } from "@tensorflow/tfjs-core";
import { BUFFER_USAGE, type GpuBuffer, type GpuDevice } from "./gpu.ts";
import type { WebgpuEngine } from "./webgpuEngine.ts";

/** How a shader sees a tensor: one by one, four at a time, as pairs of 16-bit floats, or as flags that threads share. */
export type Element = "f32" | "vec4f" | "u32" | "vec2u" | "i32" | "atomic<i32>";

/** The source of a compute shader, without the declarations of its bindings. */
export interface ShaderSource {
  /** Functions and shared memory. */
  readonly functions?: string;
  /** The body of the entry point. It has `group`, the number of the workgroup, and `lane`, that of the thread in it. */
  readonly body: string;
}

/** A tensor, and how the shader sees it. */
export interface Binding {
  readonly tensor: TensorInfo;
  readonly as: Element;
}

/** One dispatch. */
export interface Dispatch {
  /** The kernel's name in profiles. */
  readonly name: string;
  /** Distinguishes the variants of a kernel's source. */
  readonly variant?: string;
  readonly inputs: Readonly<Record<string, Binding>>;
  /** The tensors that it writes, and may read. */
  readonly outputs: Readonly<Record<string, Binding>>;
  /** Whole numbers of the struct `u`. */
  readonly integers?: Readonly<Record<string, number>>;
  /** Floats of the struct `u`. */
  readonly floats?: Readonly<Record<string, number>>;
  /** Whether the numbers of `u` change with every call, so that their buffer is not worth keeping. */
  readonly changing?: boolean;
  /** Threads of a workgroup. */
  readonly threads: number;
  /** How many workgroups run; those past the last are for the source to skip. */
  readonly groups: number;
  /** Called once per variant. */
  readonly source: () => ShaderSource;
}

interface Pipeline {
  readonly pipeline: object;
  readonly layout: object;
}

const pipelines = new WeakMap<GpuDevice, Map<string, Pipeline>>();
const uniforms = new WeakMap<GpuDevice, Map<string, GpuBuffer>>();
/** Uniform buffers that are kept for their numbers: shapes repeat in every step. */
const MAX_UNIFORMS = 4096;
/** The most workgroups in one dimension of a dispatch, by WebGPU's default limits. */
const MAX_GROUPS = 65535;
/** `GPUShaderStage.COMPUTE`. */
const COMPUTE = 4;

/** Records a dispatch in the backend's pass. */
export function runShader(engine: WebgpuEngine, dispatch: Dispatch): void {
  const { device } = engine;
  const { inputs, outputs, groups } = dispatch;
  const written = Object.values(outputs);
  if (groups === 0 || written.every(({ tensor }) => util.sizeFromShape(tensor.shape) === 0)) return;
  const bound = [...Object.values(inputs), ...written];
  for (const { tensor } of bound) engine.uploadToGPU(tensor.dataId);
  for (const { tensor } of written) engine.tensorMap.get(tensor.dataId).values = null; // what was read of it before
  const { pipeline, layout } = pipelineOf(device, dispatch);
  const entries: object[] = bound.map(({ tensor }, binding) => ({
    binding,
    resource: { buffer: engine.tensorMap.get(tensor.dataId).resource },
  }));
  if (hasUniforms(dispatch))
    entries.push({ binding: entries.length, resource: uniformsOf(engine, dispatch) });
  for (const { tensor } of bound) engine.commandQueueOwnedIds.add(tensor.dataId);
  record(engine, dispatch, pipeline, device.createBindGroup({ layout, entries }));
}

/** Records as tfjs does its own programs (backend_webgpu.ts, recordAndSubmit). */
function record(engine: WebgpuEngine, { groups }: Dispatch, pipeline: object, bindGroup: object): void {
  engine.ensureCommandEncoderReady();
  engine.computePassEncoder ??= engine.commandEncoder.beginComputePass({});
  const pass = engine.computePassEncoder;
  pass.setPipeline(pipeline);
  pass.setBindGroup(0, bindGroup);
  const rows = Math.ceil(groups / MAX_GROUPS);
  pass.dispatchWorkgroups(Math.ceil(groups / rows), rows);
  engine.dispatchCountInPass++;
  if (engine.dispatchCountInPass < env().getNumber("WEBGPU_DEFERRED_SUBMIT_BATCH_SIZE")) return;
  engine.endComputePassEncoder();
  engine.submitQueue();
}

function pipelineOf(device: GpuDevice, dispatch: Dispatch): Pipeline {
  const { name, variant = "", inputs, outputs } = dispatch;
  const known = cached(pipelines, device);
  const types = [...Object.entries(inputs), ...Object.entries(outputs)].map(([as, one]) => `${as}:${one.as}`);
  const key = [name, variant, String(dispatch.threads), ...types].join(" ");
  let pipeline = known.get(key);
  if (pipeline === undefined) {
    pipeline = compile(device, dispatch);
    known.set(key, pipeline);
  }
  return pipeline;
}

function compile(device: GpuDevice, dispatch: Dispatch): Pipeline {
  const { name, inputs, outputs } = dispatch;
  const kinds = [
    ...Object.keys(inputs).map(() => "read-only-storage"),
    ...Object.keys(outputs).map(() => "storage"),
    ...(hasUniforms(dispatch) ? ["uniform"] : []),
  ];
  const layout = device.createBindGroupLayout({
    entries: kinds.map((type, binding) => ({ binding, visibility: COMPUTE, buffer: { type } })),
  });
  const module = device.createShaderModule({ code: shaderText(dispatch), label: name });
  const pipeline = device.createComputePipeline({
    label: name,
    layout: device.createPipelineLayout({ bindGroupLayouts: [layout] }),
    compute: { module, entryPoint: "main" },
  });
  return { pipeline, layout };
}

/** The whole source: bindings in the order inputs, outputs, uniforms. */
function shaderText(dispatch: Dispatch): string {
  const { inputs, outputs, integers = {}, floats = {}, threads } = dispatch;
  const { functions = "", body } = dispatch.source();
  const buffers = [
    ...Object.entries(inputs).map(([name, { as }]) => `var<storage, read> ${name}: array<${as}>;`),
    ...Object.entries(outputs).map(([name, { as }]) => `var<storage, read_write> ${name}: array<${as}>;`),
    ...(hasUniforms(dispatch) ? ["var<uniform> u: Uniforms;"] : []),
  ];
  const fields = [
    ...Object.keys(integers).map((name) => `${name}: u32,`),
    ...Object.keys(floats).map((name) => `${name}: f32,`),
  ];
  return `${fields.length === 0 ? "" : `struct Uniforms { ${fields.join(" ")} }`}
${buffers.map((text, at) => `@group(0) @binding(${String(at)}) ${text}`).join("\n")}
${functions}
@compute @workgroup_size(${String(threads)})
fn main(
  @builtin(workgroup_id) group_place: vec3u,
  @builtin(num_workgroups) group_counts: vec3u,
  @builtin(local_invocation_index) lane: u32,
) {
  let group = group_place.x + group_place.y * group_counts.x;
${body}
}
`;
}

function hasUniforms({ integers = {}, floats = {} }: Dispatch): boolean {
  return Object.keys(integers).length + Object.keys(floats).length > 0;
}

/** The numbers of `u`, in a buffer that is kept unless they change with every call. */
function uniformsOf(
  engine: WebgpuEngine,
  { integers = {}, floats = {}, changing = false }: Dispatch,
): object {
  const fields = [
    ...Object.values(integers).map((value) => ({ type: "uint32", data: [value] })),
    ...Object.values(floats).map((value) => ({ type: "float32", data: [value] })),
  ];
  if (changing) return engine.makeUniforms(fields);
  const known = cached(uniforms, engine.device);
  const key = [...Object.values(integers), "", ...Object.values(floats)].join();
  let buffer = known.get(key);
  if (buffer === undefined) {
    if (known.size >= MAX_UNIFORMS) return engine.makeUniforms(fields);
    const size = Math.ceil(fields.length / 4) * 16;
    buffer = engine.device.createBuffer({ size, usage: BUFFER_USAGE.uniform, mappedAtCreation: true });
    const range = buffer.getMappedRange();
    new Uint32Array(range).set(Object.values(integers));
    new Float32Array(range).set(Object.values(floats), Object.keys(integers).length);
    buffer.unmap();
    known.set(key, buffer);
  }
  return { buffer };
}

function cached<T>(caches: WeakMap<GpuDevice, Map<string, T>>, device: GpuDevice): Map<string, T> {
  let found = caches.get(device);
  if (found === undefined) {
    found = new Map();
    caches.set(device, found);
  }
  return found;
}
