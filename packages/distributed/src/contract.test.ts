import { describe, expect, it } from "vitest";
import { checkContract, CONTRACT } from "../fixtures/contract.ts";
import { type ContractData, hierarchyOf } from "../fixtures/contractThread.ts";
import { createCommunicatorMemory } from "./communicatorMemory.ts";
import { startThreads } from "./node/startThreads.ts";

const module = new URL("../fixtures/contractThread.ts", import.meta.url);

describe("the contract of communicators", () => {
  it.each([{ counts: [1] }, { counts: [1, 2] }, { counts: [2, 1] }])(
    "holds between threads, and between processes with $counts threads",
    async ({ counts }) => {
      const size = counts.reduce((total, count) => total + count, 0);
      const data: ContractData = {
        between: createCommunicatorMemory(counts.length),
        processes: counts.map((threads) => ({ memory: createCommunicatorMemory(threads), threads })),
      };
      const threads = await startThreads(module, { size, data });
      for (let rank = 1; rank < size; rank++) threads.post(rank, "check");
      try {
        expect(checkContract(threads.communicator)).toEqual(Object.keys(CONTRACT));
        expect(checkContract(hierarchyOf(data, 0))).toEqual(Object.keys(CONTRACT));
        threads.communicator.barrier();
      } finally {
        await threads.close();
      }
    },
  );
});
