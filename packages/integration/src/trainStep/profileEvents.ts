/** One kernel's run in a profile of ONNX Runtime. */
export interface KernelRun {
  readonly op: string;
  readonly microseconds: number;
  readonly inputs: readonly TypedShape[];
  readonly outputs: readonly TypedShape[];
}

/** The element type and the shape of a tensor. */
export interface TypedShape {
  readonly type: string;
  readonly shape: readonly number[];
}

/** A line of the profile, as far as it is read. */
interface ProfileEvent {
  readonly cat: string;
  readonly name: string;
  readonly ts: number;
  readonly dur: number;
  readonly args?: {
    readonly op_name?: string;
    readonly input_type_shape?: readonly Readonly<Record<string, readonly number[]>>[];
    readonly output_type_shape?: readonly Readonly<Record<string, readonly number[]>>[];
  };
}

/** A profile: its kernels after the first runs of the model, and the milliseconds of each run. */
export interface Profile {
  readonly kernels: readonly KernelRun[];
  readonly runMs: readonly number[];
}

/** Reads the JSON that ONNX Runtime writes when profiling ends. */
export function readProfile(json: string, warmUps: number): Profile {
  const events = JSON.parse(json) as readonly ProfileEvent[]; // ONNX Runtime's format
  const runs = events.filter(({ name }) => name === "model_run").sort((a, b) => a.ts - b.ts);
  const from = runs[warmUps].ts;
  return {
    runMs: runs.slice(warmUps).map(({ dur }) => dur / 1000),
    kernels: events
      .filter(({ cat, name, ts }) => cat === "Node" && name.endsWith("_kernel_time") && ts >= from)
      .map(({ dur, args = {} }) => ({
        op: args.op_name ?? "unknown",
        microseconds: dur,
        inputs: typedShapes(args.input_type_shape),
        outputs: typedShapes(args.output_type_shape),
      })),
  };
}

function typedShapes(
  shapes: readonly Readonly<Record<string, readonly number[]>>[] = [],
): readonly TypedShape[] {
  return shapes.flatMap((each) => Object.entries(each).map(([type, shape]) => ({ type, shape })));
}
