import { expect, it } from "vitest";
import { parseConfigurations } from "./configuration.ts";

it("parses the first place's notation", () => {
  expect(parseConfigurations("9c_meta_B4_640, 2c_b0_64")).toEqual([
    { name: "9c_meta_b4_640", classes: 9, metadata: true, model: "B4", size: 640 },
    { name: "2c_b0_64", classes: 2, metadata: false, model: "B0", size: 64 },
  ]);
  for (const text of ["b4_640", "3c_b4_640", "9c_b8_640", "9c_b0_16", ""])
    expect(() => parseConfigurations(text)).toThrow(`got "${text}"`);
  expect(() => parseConfigurations("2c_b0_64,2C_B0_64")).toThrow("names 2c_b0_64 twice");
});
