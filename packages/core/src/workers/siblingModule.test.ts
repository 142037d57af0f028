import { describe, expect, it } from "vitest";
import { siblingModule } from "./siblingModule.ts";

describe("siblingModule", () => {
  it("keeps the extension of the calling module and its query apart", () => {
    expect(siblingModule("file:///a/dist/x.js", "y").href).toBe("file:///a/dist/y.js");
    expect(siblingModule("file:///a/src/x.ts", "./node/y").href).toBe("file:///a/src/node/y.ts");
    expect(siblingModule("https://a.example/assets/index-1.js", "y").href).toBe(
      "https://a.example/assets/y.js",
    );
  });
});
