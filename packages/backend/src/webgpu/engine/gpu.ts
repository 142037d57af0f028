/** The part of WebGPU's types that is used here: those of browsers and of npm `webgpu` differ. */
export interface GpuDevice {
  readonly features: { has(name: string): boolean };
  readonly limits: Readonly<Record<string, number>>;
  readonly lost: Promise<{ readonly reason: string; readonly message: string }>;
  readonly queue: { submit(commands: readonly object[]): void };
  createShaderModule(descriptor: { readonly code: string; readonly label: string }): object;
  createBindGroupLayout(descriptor: { readonly entries: readonly object[] }): object;
  createPipelineLayout(descriptor: { readonly bindGroupLayouts: readonly object[] }): object;
  createComputePipeline(descriptor: object): object;
  createBindGroup(descriptor: { readonly layout: object; readonly entries: readonly object[] }): object;
  createBuffer(descriptor: {
    readonly size: number;
    readonly usage: number;
    readonly mappedAtCreation?: boolean;
  }): GpuBuffer;
  pushErrorScope(filter: "out-of-memory" | "validation" | "internal"): void;
  popErrorScope(): Promise<{ readonly message: string } | null>;
  addEventListener(
    type: "uncapturederror",
    listener: (event: { readonly error: { readonly message: string } }) => void,
  ): void;
  destroy(): void;
}

/** Memory of the GPU. */
export interface GpuBuffer {
  readonly size: number;
  getMappedRange(): ArrayBuffer;
  unmap(): void;
}

/** A pass that dispatches are recorded in. */
export interface GpuPass {
  setPipeline(pipeline: object): void;
  setBindGroup(index: number, group: object): void;
  dispatchWorkgroups(x: number, y: number): void;
  end(): void;
}

/** What kind of GPU an adapter is. */
export interface AdapterInfo {
  readonly vendor?: string;
  readonly architecture?: string;
  readonly device?: string;
  readonly description?: string;
  readonly isFallbackAdapter?: boolean;
}

/** A GPU, before it is opened. */
export interface GpuAdapter {
  readonly info?: AdapterInfo;
  readonly isFallbackAdapter?: boolean;
  readonly features?: { has(name: string): boolean };
  readonly limits?: Readonly<Record<string, number>>;
  requestDevice(descriptor: object): Promise<GpuDevice>;
}

/** `navigator.gpu`. */
export interface Gpu {
  requestAdapter(options?: { readonly powerPreference?: string }): Promise<GpuAdapter | null>;
}

/** Flags of `GPUBufferUsage`; the global exists only in browsers. */
export const BUFFER_USAGE = { uniform: 0x40, storage: 0x80 } as const;

/** Storage buffers that a shader may have by WebGPU's default limits, and the most that we use. */
const BUFFERS = { least: 8, most: 16 } as const;

/** How many storage buffers a shader may have on this GPU; shaders with more than 16 are not worth compiling. */
export function bufferLimit({ limits }: GpuDevice): number {
  return Math.min(limits["maxStorageBuffersPerShaderStage"] ?? BUFFERS.least, BUFFERS.most);
}
