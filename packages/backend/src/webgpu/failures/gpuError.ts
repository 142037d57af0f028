/**
 * Thrown if the GPU cannot go on: it was lost, a limit was exceeded, or it refused a program.
 *
 * The message says what to lower. After a loss every tensor of the device is gone: dispose the backend, call `useBackend`
 * again, and resume from a checkpoint. Memory that does not fit is an `OutOfMemoryError` instead.
 *
 * @example
 * ```ts
 * import { GpuError } from "@tensorloom/backend";
 *
 * const error = new GpuError("lost", "webgpu: the GPU was lost (driver reset)");
 * error.reason; // => "lost"
 * ```
 */
export class GpuError extends Error {
  override readonly name = "GpuError";
  /** `lost`: the device is gone; `limit`: a limit of the device; `invalid`: WebGPU refused a command. */
  readonly reason: "lost" | "limit" | "invalid";

  constructor(reason: GpuError["reason"], message: string, options?: ErrorOptions) {
    super(message, options);
    this.reason = reason;
  }
}
