import { expect, it } from "vitest";
import { profile, useBackend } from "./index.ts";

it("every function refuses options that it does not know, and suggests the nearest", async () => {
  await expect(useBackend("cpu", { wasmFoldr: "." } as never)).rejects.toThrow(
    /^useBackend: unknown option wasmFoldr; .*did you mean wasmFolder\?$/,
  );
  await expect(profile(() => 1, { clok: () => 0 } as never)).rejects.toThrow(/^profile: unknown option clok/);
});
