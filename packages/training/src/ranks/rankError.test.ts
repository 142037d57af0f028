import { expect, it } from "vitest";
import { provideProcessRank } from "./processRank.ts";
import { RankError } from "./rankError.ts";
import { notInstalled } from "./ranks.ts";

it("names the rank that failed, its machine and the cause", () => {
  const cause = new Error("no such record");
  const error = new RankError(2, "node-b", cause);
  expect(error).toMatchObject({ name: "RankError", rank: 2, host: "node-b", cause });
  expect(error.message).toBe("rank 2 on node-b failed: no such record");
});

it("says how to install what ranks need", () => {
  provideProcessRank({ rank: 1, size: 4, localSize: 4 });
  try {
    expect(notInstalled("fit").message).toMatch(
      /^fit: this is rank 1 of 4, .*npm install @tensorloom\/mpi koffi$/,
    );
  } finally {
    provideProcessRank(undefined);
  }
});
