import { env } from "@tensorflow/tfjs-core";

/** The part of a device that timestamps need. */
interface TimedDevice {
  readonly features: { has(name: string): boolean };
  readonly queue: { submit(commands: readonly object[]): void };
  createCommandEncoder(descriptor?: object): Encoder;
  createQuerySet(descriptor: { readonly type: "timestamp"; readonly count: number }): QuerySet;
  createBuffer(descriptor: { readonly size: number; readonly usage: number }): ReadBuffer;
}

interface QuerySet {
  destroy(): void;
}

interface ReadBuffer {
  mapAsync(mode: number): Promise<void>;
  getMappedRange(): ArrayBuffer;
  destroy(): void;
}

interface Encoder {
  beginComputePass(descriptor?: object): {
    setPipeline(pipeline: { readonly label: string }): void;
  };
  resolveQuerySet(set: QuerySet, first: number, count: number, to: ReadBuffer, offset: number): void;
  copyBufferToBuffer(from: ReadBuffer, at: number, to: ReadBuffer, offset: number, size: number): void;
  finish(): object;
}

/** What one kind of shader took. */
interface ShaderCost {
  readonly kernel: string;
  readonly calls: number;
  readonly milliseconds: number;
}

/** Times the dispatches of a device, until it is stopped. */
export interface DispatchTimer {
  /** Ends the measurement, and returns the time on the GPU of each kind of shader. */
  stop(): Promise<readonly ShaderCost[]>;
  /** Ends it without a result; nothing happens if it has ended. */
  cancel(): void;
}

const BATCH_FLAG = "WEBGPU_DEFERRED_SUBMIT_BATCH_SIZE";
/** Queries of a set, by WebGPU's limit; two for each pass. */
const QUERIES = 4096;
const USAGE = { mapRead: 0x1, copySource: 0x4, copyTarget: 0x8, queryResolve: 0x200 } as const;

/**
 * Starts to time each dispatch on the GPU by timestamp queries.
 *
 * While it runs, every dispatch is a pass of its own, so a step takes longer than without it; the times of the dispatches
 * hold.
 *
 * @returns Undefined if the device has no timestamps.
 */
export function timeDispatches(backend: unknown): DispatchTimer | undefined {
  const { device } = backend as { readonly device: TimedDevice }; // tfjs's WebGPU backend
  if (!device.features.has("timestamp-query")) return undefined;
  const sets: QuerySet[] = [];
  const names: string[] = [];
  const create = device.createCommandEncoder.bind(device);
  const batch = env().getNumber(BATCH_FLAG);
  env().set(BATCH_FLAG, 1);
  device.createCommandEncoder = (descriptor) => {
    const encoder = create(descriptor);
    const begin = encoder.beginComputePass.bind(encoder);
    encoder.beginComputePass = (options) => {
      const at = (2 * names.length) % QUERIES;
      if (at === 0) sets.push(device.createQuerySet({ type: "timestamp", count: QUERIES }));
      const timestampWrites = {
        querySet: sets.at(-1),
        beginningOfPassWriteIndex: at,
        endOfPassWriteIndex: at + 1,
      };
      const pass = begin({ ...options, timestampWrites });
      const nth = names.push("") - 1;
      const set = pass.setPipeline.bind(pass);
      pass.setPipeline = (pipeline) => {
        names[nth] = pipeline.label;
        set(pipeline);
      };
      return pass;
    };
    return encoder;
  };
  const cancel = (): void => {
    device.createCommandEncoder = create;
    env().set(BATCH_FLAG, batch);
  };
  return {
    cancel,
    async stop() {
      cancel();
      const times = await readTimes(device, sets);
      return addUp(names, times);
    },
  };
}

/** The ticks of all queries, in nanoseconds. */
async function readTimes(device: TimedDevice, sets: readonly QuerySet[]): Promise<readonly bigint[]> {
  const found: bigint[] = [];
  for (const set of sets) {
    const bytes = QUERIES * 8;
    const resolved = device.createBuffer({ size: bytes, usage: USAGE.queryResolve | USAGE.copySource });
    const readable = device.createBuffer({ size: bytes, usage: USAGE.mapRead | USAGE.copyTarget });
    const encoder = device.createCommandEncoder();
    encoder.resolveQuerySet(set, 0, QUERIES, resolved, 0);
    encoder.copyBufferToBuffer(resolved, 0, readable, 0, bytes);
    device.queue.submit([encoder.finish()]);
    await readable.mapAsync(USAGE.mapRead);
    found.push(...new BigUint64Array(readable.getMappedRange()));
    for (const spent of [resolved, readable, set]) spent.destroy();
  }
  return found;
}

function addUp(names: readonly string[], times: readonly bigint[]): readonly ShaderCost[] {
  const costs = new Map<string, { calls: number; milliseconds: number }>();
  for (const [nth, name] of names.entries()) {
    const cost = costs.get(name) ?? { calls: 0, milliseconds: 0 };
    const milliseconds = Math.max(0, Number(times[2 * nth + 1] - times[2 * nth]) / 1e6); // a clock may be set back
    costs.set(name, { calls: cost.calls + 1, milliseconds: cost.milliseconds + milliseconds });
  }
  return [...costs]
    .map(([kernel, cost]) => ({ kernel, ...cost }))
    .sort((a, b) => b.milliseconds - a.milliseconds);
}
