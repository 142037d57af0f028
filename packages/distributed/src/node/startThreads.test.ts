import { describe, expect, it } from "vitest";
import { obey, type Order, valuesOf } from "../../fixtures/replica.ts";
import { ReplicaError } from "../replicaError.ts";
import { startThreads, type StartThreadsOptions, type Threads } from "./startThreads.ts";

const module = new URL("../../fixtures/replica.ts", import.meta.url);

const ports = (): number => process.getActiveResourcesInfo().filter((kind) => kind === "MessagePort").length;

async function together<T>(options: StartThreadsOptions, work: (threads: Threads) => T): Promise<T> {
  const threads = await startThreads(module, options);
  try {
    return work(threads);
  } finally {
    await threads.close();
  }
}

/** An order to all ranks; afterwards what each of them wrote is there. */
function everyone(order: Order, { communicator, post }: Threads): void {
  for (let rank = 1; rank < communicator.size; rank++) {
    post(rank, order);
    post(rank, { do: "wait" });
  }
  obey({ communicator, order });
  communicator.barrier();
}

const floats = (count: number): SharedArrayBuffer => new SharedArrayBuffer(4 * count);

describe.each([1, 2, 3])("%i replicas", (size) => {
  it.each([[[5]], [[4096]], [[4097]], [[1, 70_000, 0, 3, 131_072]]])(
    "sum pieces of %o in the order of ranks, all to the same bits",
    async (lengths) => {
      const total = lengths.reduce((sum, length) => sum + length, 0);
      const out = floats(size * total);
      await together({ size }, (threads) => everyone({ do: "sum", lengths, out }, threads));
      const expected = lengths.flatMap((length) => {
        const sum = valuesOf(0, length);
        for (let rank = 1; rank < size; rank++)
          for (const [i, x] of valuesOf(rank, length).entries()) sum[i] += x;
        return [...sum];
      });
      const got = new Float32Array(out);
      for (let rank = 0; rank < size; rank++)
        expect(
          Buffer.compare(
            Buffer.from(got.slice(rank * total, (rank + 1) * total).buffer),
            Buffer.from(Float32Array.from(expected).buffer),
          ),
        ).toBe(0);
    },
  );

  it("take over the values of one", async () => {
    const [root, length] = [size - 1, 100_000];
    const out = floats(size * length);
    await together({ size }, (threads) => {
      for (let time = 0; time < 3; time++) everyone({ do: "broadcast", root, out }, threads);
    });
    const got = new Float32Array(out);
    for (let rank = 0; rank < size; rank++)
      expect(got.slice(rank * length, (rank + 1) * length)).toEqual(valuesOf(root, length));
  });

  it("wait for one another", async () => {
    const counts = floats(2);
    await together({ size }, (threads) => everyone({ do: "barriers", times: 200, counts }, threads));
    expect([...new Int32Array(counts)]).toEqual([200 * size, 0]);
  });
});

describe("a replica that fails", () => {
  const failing = (order: Order["do"]): Promise<void> =>
    together({ size: 3 }, ({ communicator, post }) => {
      post(2, { do: order });
      post(1, { do: "wait" });
      communicator.barrier();
    });

  it("ends the wait of the others, with its error", async () => {
    const failure = await failing("throw").catch((error: unknown) => error);
    expect(failure).toBeInstanceOf(ReplicaError);
    expect(failure).toMatchObject({
      message: "replica 2 failed: the dog ate it",
      rank: 2,
      exitCode: undefined,
      cause: { name: "TypeError", stack: expect.stringContaining("replica.ts") as string },
    });
  });

  it("ends the wait of the others when its thread dies", async () => {
    const failure = await failing("exit").catch((error: unknown) => error);
    expect(failure).toBeInstanceOf(ReplicaError);
    expect(failure).toMatchObject({ message: "replica 2 ended with code 7", rank: 2, exitCode: 7 });
  });

  it("before it is ready keeps the run from beginning", async () => {
    const before = ports();
    await expect(startThreads(module, { size: 2, data: "refuse" })).rejects.toThrow(
      "replica 1 failed: not today",
    );
    const missing = new URL("../../fixtures/nowhere.ts", import.meta.url);
    await expect(startThreads(missing, { size: 2 })).rejects.toThrow(/^replica 1 failed: .*nowhere\.ts/);
    expect(ports()).toBe(before);
  });
});

describe("threads", () => {
  it("are gone when they are closed, whatever they were doing, and closing twice is closing", async () => {
    const before = ports();
    const threads = await startThreads(module, { size: 3 });
    threads.post(1, { do: "wait" });
    await Promise.all([threads.close(), threads.close()]);
    await threads.close();
    expect(ports()).toBe(before);
    expect(() => threads.communicator.barrier()).toThrow("the communicator is closed");
  });

  it("end at an abort while they begin", async () => {
    const before = ports();
    const stop = new AbortController();
    const starting = startThreads(module, { size: 2, signal: stop.signal });
    stop.abort(new Error("Ctrl-C"));
    await expect(starting).rejects.toThrow("Ctrl-C");
    await expect(startThreads(module, { size: 2, signal: stop.signal })).rejects.toThrow("Ctrl-C");
    expect(ports()).toBe(before);
  });

  it("are asked for in whole numbers and by a URL", async () => {
    await expect(startThreads(module, { size: 0 })).rejects.toThrow(
      "startThreads: size must be an integer of at least 1, got 0",
    );
    await expect(startThreads("x" as unknown as URL, { size: 1 })).rejects.toThrow(
      "startThreads: module must be a URL",
    );
  });
});
