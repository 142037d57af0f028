import { describe, expect, it } from "vitest";
import { constant } from "../decay/constant.ts";
import { join } from "../compose/join.ts";
import { scale } from "../compose/scale.ts";
import { scheduleFromJson } from "./scheduleFromJson.ts";
import { scheduleToJson } from "./scheduleToJson.ts";

describe("scheduleToJson", () => {
  it("refuses a function of the caller's own, and says where it is", () => {
    const own = (step: number): number => 1 / (1 + step);
    const message = "must be a schedule of @tensorloom/schedules, got a function own, which JSON cannot hold";
    expect(() => scheduleToJson(own)).toThrow(new TypeError(`scheduleToJson: schedule ${message}`));
    expect(() => scheduleToJson(scale(join([constant(1), own], [5]), 2))).toThrow(
      `scheduleToJson: schedule: scale: schedule: join: schedules[1] ${message}`,
    );
  });
});

describe("scheduleFromJson", () => {
  it.each([
    [null, "scheduleFromJson: json must be { name, options } as scheduleToJson returns them, got null"],
    [{ name: "cosine" }, "scheduleFromJson: json must be { name, options }"],
    [{ name: "cosines", options: {} }, "did you mean cosine?"],
    [{ name: "toString", options: {} }, 'no schedule is called "toString"'],
    [{ name: "cosine", options: { start: 1, step: 2 } }, "cosine: unknown option step"],
    [{ name: "cosine", options: { start: -1, steps: 2 } }, "cosine: start must be"],
    [{ name: "constant", options: { rate: "1" } }, "constant: rate must be"],
    [{ name: "join", options: { schedules: 1, boundaries: [] } }, "join: schedules must be a list, got 1"],
    [
      { name: "join", options: { schedules: [{ name: "linear" }], boundaries: [] } },
      "scheduleFromJson: json: join: schedules[0] must be { name, options }",
    ],
    [{ name: "scale", options: { schedule: 5, factor: 1 } }, "json: scale: schedule must be"],
  ])("refuses %j", (json, message) => {
    expect(() => scheduleFromJson(json)).toThrow(message);
  });
});
