import { expect, it } from "vitest";
import { openCheckpointFolder } from "./noCheckpointFolder.ts";

it("refuses checkpoints in a browser, before the run", async () => {
  await expect(openCheckpointFolder()).rejects.toThrow(
    "fit: checkpoint writes files of Node, which a browser does not have; leave checkpoint out",
  );
});
