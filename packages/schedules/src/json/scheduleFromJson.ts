import { closest, isObject, shown } from "@tensorloom/core/internal";
import { byEpoch } from "../compose/byEpoch.ts";
import { join } from "../compose/join.ts";
import { scale } from "../compose/scale.ts";
import { warmUp, type WarmUpOptions } from "../compose/warmUp.ts";
import { cosineRestarts } from "../cyclical/cosineRestarts.ts";
import { expRange } from "../cyclical/expRange.ts";
import { oneCycle } from "../cyclical/oneCycle.ts";
import { triangular } from "../cyclical/triangular.ts";
import { triangular2 } from "../cyclical/triangular2.ts";
import { constant } from "../decay/constant.ts";
import { cosine } from "../decay/cosine.ts";
import { exponential } from "../decay/exponential.ts";
import { interpolate, type InterpolateOptions } from "../decay/interpolate.ts";
import { inverseTime } from "../decay/inverseTime.ts";
import { linear } from "../decay/linear.ts";
import { piecewise } from "../decay/piecewise.ts";
import { polynomial } from "../decay/polynomial.ts";
import { rampSustainDecay } from "../decay/rampSustainDecay.ts";
import type { Schedule } from "../schedule.ts";

/** Numbers or schedules, whose values the functions check themselves. */
type List<T> = readonly T[];

interface JoinArguments {
  readonly schedules: List<Schedule>;
  readonly boundaries: List<number>;
}
interface PiecewiseArguments {
  readonly boundaries: List<number>;
  readonly rates: List<number>;
}
interface InterpolateArguments extends InterpolateOptions {
  readonly steps: List<number>;
  readonly rates: List<number>;
}

/** Every function that creates schedules. Those with positional arguments get them from their options by name. */
const FUNCTIONS: Readonly<Record<string, (options: never) => Schedule>> = {
  byEpoch: ({ schedule, stepsPerEpoch }: { schedule: Schedule; stepsPerEpoch: number }) =>
    byEpoch(schedule, stepsPerEpoch),
  constant: ({ rate }: { rate: number }) => constant(rate),
  cosine,
  cosineRestarts,
  expRange,
  exponential,
  interpolate: ({ steps, rates, ...options }: InterpolateArguments) =>
    interpolate(list("interpolate: steps", steps), list("interpolate: rates", rates), options),
  inverseTime,
  join: ({ schedules, boundaries }: JoinArguments) =>
    join(list("join: schedules", schedules), list("join: boundaries", boundaries)),
  linear,
  oneCycle,
  piecewise: ({ boundaries, rates }: PiecewiseArguments) =>
    piecewise(list("piecewise: boundaries", boundaries), list("piecewise: rates", rates)),
  polynomial,
  rampSustainDecay,
  scale: ({ schedule, factor }: { schedule: Schedule; factor: number }) => scale(schedule, factor),
  triangular,
  triangular2,
  warmUp: ({ schedule, ...options }: WarmUpOptions & { schedule: Schedule }) => warmUp(schedule, options),
};

/**
 * Builds the schedule that {@link scheduleToJson} described.
 *
 * @param json - What `JSON.parse` returned. It is checked like arguments of a function.
 * @throws TypeError if it is not a schedule's description; RangeError if no function has its name, or an option is out of
 * range.
 * @see Keras, `keras.optimizers.schedules.deserialize`
 * @example
 * ```ts
 * import { linear, scheduleFromJson, scheduleToJson } from "@tensorloom/schedules";
 *
 * const text = JSON.stringify(scheduleToJson(linear({ start: 1, end: 0, steps: 4 })));
 * const schedule = scheduleFromJson(JSON.parse(text));
 * [0, 1, 4].map(schedule); // => [1, 0.75, 0]
 * ```
 */
export function scheduleFromJson(json: unknown): Schedule {
  return fromJson("json", json);
}

function fromJson(where: string, json: unknown): Schedule {
  if (!isObject(json) || typeof json["name"] !== "string" || !isObject(json["options"]))
    throw new TypeError(
      `scheduleFromJson: ${where} must be { name, options } as scheduleToJson returns them, got ${shown(json)}`,
    );
  const { name, options } = json;
  if (!Object.hasOwn(FUNCTIONS, name)) {
    const known = Object.keys(FUNCTIONS);
    const similar = closest(name, known);
    throw new RangeError(
      `scheduleFromJson: ${where}: no schedule is called ${JSON.stringify(name)}; known are ${known.join(", ")}${similar === undefined ? "" : `; did you mean ${similar}?`}`,
    );
  }
  const built = Object.entries(options).map(([key, value]) => [
    key,
    fromValue(`${where}: ${name}: ${key}`, key, value),
  ]);
  return FUNCTIONS[name](Object.fromEntries(built) as never); // each function checks its options
}

function fromValue(where: string, key: string, value: unknown): unknown {
  if (key === "schedule") return fromJson(where, value);
  if (key !== "schedules" || !Array.isArray(value)) return value;
  return value.map((each, i) => fromJson(`${where}[${String(i)}]`, each));
}

function list<T>(name: string, value: List<T>): List<T> {
  const found: unknown = value;
  if (!Array.isArray(found))
    throw new TypeError(`scheduleFromJson: ${name} must be a list, got ${shown(found)}`);
  return value;
}
