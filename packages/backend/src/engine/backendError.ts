import { type Attempt, type BackendName, formatAttempts, OUTCOMES } from "./activation/attempt.ts";

/**
 * Thrown if the requested backend, or any backend, could not be started.
 *
 * @example
 * ```ts
 * import { BackendError, useBackend } from "@tensorloom/backend";
 *
 * try {
 *   await useBackend("webgpu"); // Node has no WebGPU
 * } catch (error) {
 *   error instanceof BackendError && error.tried[0].name; // => "webgpu"
 * }
 * ```
 */
export class BackendError extends Error {
  override readonly name: string = "BackendError";
  readonly requested: BackendName | "auto";
  readonly tried: readonly Attempt[];

  constructor(requested: BackendName | "auto", tried: readonly Attempt[], options?: ErrorOptions) {
    const [only] = tried;
    super(
      requested === "auto"
        ? `useBackend: none of the backends would start:\n${formatAttempts(tried)}`
        : `useBackend: ${requested} ${OUTCOMES[only.outcome]}: ${only.detail}`,
      options,
    );
    this.requested = requested;
    this.tried = tried;
  }
}
