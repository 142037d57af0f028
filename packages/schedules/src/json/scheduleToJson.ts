import { callable, isRecord } from "@tensorloom/core/internal";
import type { Schedule, ScheduleConfig } from "../schedule.ts";

/**
 * Returns a schedule as plain data, for JSON.
 *
 * The data hold the name of the function that created it and its options; schedules in it are data in turn.
 * {@link scheduleFromJson} builds the same schedule again.
 *
 * @throws TypeError if the schedule, or one in it, is a function of your own, which JSON cannot hold.
 * @see Keras, `keras.optimizers.schedules.serialize`
 * @example
 * ```ts
 * import { cosine, scheduleToJson, warmUp } from "@tensorloom/schedules";
 *
 * const schedule = warmUp(cosine({ start: 0.1, steps: 900 }), { steps: 100 });
 * JSON.stringify(scheduleToJson(schedule));
 * // => '{"name":"warmUp","options":{"schedule":{"name":"cosine","options":{"start":0.1,"steps":900}},"steps":100,"start":0}}'
 * ```
 */
export function scheduleToJson(schedule: Schedule): ScheduleConfig {
  return toJson("schedule", schedule);
}

function toJson(where: string, schedule: Schedule): ScheduleConfig {
  callable(`scheduleToJson: ${where}`, schedule);
  const { config } = schedule;
  if (config === undefined)
    throw new TypeError(
      `scheduleToJson: ${where} must be a schedule of @tensorloom/schedules, got a function${schedule.name === "" ? "" : ` ${schedule.name}`}, which JSON cannot hold`,
    );
  const { name, options } = config;
  const entries = Object.entries(options)
    .filter(([, value]) => value !== undefined)
    .map(([key, value]) => [key, valueToJson(`${where}: ${name}: ${key}`, value)]);
  return { name, options: Object.fromEntries(entries) as object }; // entries of options
}

function valueToJson(where: string, value: unknown): unknown {
  if (typeof value === "function") return toJson(where, value as Schedule); // options hold no other functions
  if (Array.isArray(value))
    return value.map((each, i): unknown => valueToJson(`${where}[${String(i)}]`, each));
  return isRecord(value) ? { ...value } : value;
}
