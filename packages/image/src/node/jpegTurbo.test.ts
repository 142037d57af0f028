import { describe, expect, it } from "vitest";
import { jpegDecoder, chooseDecoder } from "./jpegTurbo.ts";

describe("whether the native library may be loaded", () => {
  it.each([
    [undefined, "22.18.0", "portable", "@julusian/jpeg-turbo is not installed"],
    ["2.3.0", "20.19.0", "jpeg-turbo", "@julusian/jpeg-turbo 2.3.0 is installed"],
    ["3.0.1", "20.20.0", "portable", "@julusian/jpeg-turbo 3.0.1 needs Node 22.18, this is 20.20.0"],
    ["3.0.1", "22.17.9", "portable", "@julusian/jpeg-turbo 3.0.1 needs Node 22.18, this is 22.17.9"],
    ["3.0.1", "22.18.0", "jpeg-turbo", "@julusian/jpeg-turbo 3.0.1 is installed"],
    ["3.0.1", "24.0.0", "jpeg-turbo", "@julusian/jpeg-turbo 3.0.1 is installed"],
    ["4.0.0", "24.0.0", "portable", "@julusian/jpeg-turbo 4.0.0 is an unknown version"],
  ])("version %s in Node %s: %s", (version, node, name, reason) => {
    expect(chooseDecoder(version, node)).toEqual({ name, reason });
  });

  it("is reported for this machine", async () => {
    const { name, reason } = await jpegDecoder();
    expect(["jpeg-turbo", "portable"]).toContain(name);
    expect(reason).toContain("@julusian/jpeg-turbo");
  });
});
