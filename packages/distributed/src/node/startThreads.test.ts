import { describe, expect, it } from "vitest";
import { handleCommand, type Command, valuesOf } from "../../fixtures/replica.ts";
import { ReplicaError } from "../replicaError.ts";
import { startThreads, type StartThreadsOptions, type ThreadGroup } from "./startThreads.ts";

const module = new URL("../../fixtures/replica.ts", import.meta.url);

const ports = (): number => process.getActiveResourcesInfo().filter((kind) => kind === "MessagePort").length;

async function withThreads<T>(options: StartThreadsOptions, work: (threads: ThreadGroup) => T): Promise<T> {
  const threads = await startThreads(module, options);
  try {
    return work(threads);
  } finally {
    await threads.close();
  }
}

/** Sends a command to all ranks, and waits until each of them has written its result. */
function runOnAll(command: Command, { communicator, post }: ThreadGroup): void {
  for (let rank = 1; rank < communicator.size; rank++) {
    post(rank, command);
    post(rank, { do: "wait" });
  }
  handleCommand({ communicator, command });
  communicator.barrier();
}

const floats = (count: number): SharedArrayBuffer => new SharedArrayBuffer(4 * count);

describe.each([1, 2, 3])("%i replicas", (size) => {
  it.each([[[5]], [[4096]], [[4097]], [[1, 70_000, 0, 3, 131_072]]])(
    "sum arrays of lengths %o in the order of ranks, to the same bits on each",
    async (lengths) => {
      const total = lengths.reduce((sum, length) => sum + length, 0);
      const out = floats(size * total);
      await withThreads({ size }, (threads) => runOnAll({ do: "sum", lengths, out }, threads));
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

  it("receive the values of one rank", async () => {
    const [root, length] = [size - 1, 100_000];
    const out = floats(size * length);
    await withThreads({ size }, (threads) => {
      for (let time = 0; time < 3; time++) runOnAll({ do: "broadcast", root, out }, threads);
    });
    const got = new Float32Array(out);
    for (let rank = 0; rank < size; rank++)
      expect(got.slice(rank * length, (rank + 1) * length)).toEqual(valuesOf(root, length));
  });

  it("wait for one another", async () => {
    const counts = floats(2);
    await withThreads({ size }, (threads) => runOnAll({ do: "barriers", times: 200, counts }, threads));
    expect([...new Int32Array(counts)]).toEqual([200 * size, 0]);
  });
});

describe("a replica that fails", () => {
  const failing = (kind: Command["do"]): Promise<void> =>
    withThreads({ size: 3 }, ({ communicator, post }) => {
      post(2, { do: kind });
      post(1, { do: "wait" });
      communicator.barrier();
    });

  it("throws its error in the others while they wait", async () => {
    const failure = await failing("throw").catch((error: unknown) => error);
    expect(failure).toBeInstanceOf(ReplicaError);
    expect(failure).toMatchObject({
      message: "replica 2 failed: the dog ate it",
      rank: 2,
      exitCode: undefined,
      cause: { name: "TypeError", stack: expect.stringContaining("replica.ts") as string },
    });
  });

  it("throws in the others if its thread exits", async () => {
    const failure = await failing("exit").catch((error: unknown) => error);
    expect(failure).toBeInstanceOf(ReplicaError);
    expect(failure).toMatchObject({ message: "replica 2 exited with code 7", rank: 2, exitCode: 7 });
  });

  it("before it is ready rejects startThreads", async () => {
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
  it("have all exited after close, which may be called again", async () => {
    const before = ports();
    const threads = await startThreads(module, { size: 3 });
    threads.post(1, { do: "wait" });
    await Promise.all([threads.close(), threads.close()]);
    await threads.close();
    expect(ports()).toBe(before);
    expect(() => threads.communicator.barrier()).toThrow("the communicator is closed");
  });

  it("exit if the signal aborts while they start", async () => {
    const before = ports();
    const stop = new AbortController();
    const starting = startThreads(module, { size: 2, signal: stop.signal });
    stop.abort(new Error("Ctrl-C"));
    await expect(starting).rejects.toThrow("Ctrl-C");
    await expect(startThreads(module, { size: 2, signal: stop.signal })).rejects.toThrow("Ctrl-C");
    expect(ports()).toBe(before);
  });

  it("need an integer size and a URL", async () => {
    await expect(startThreads(module, { size: 0 })).rejects.toThrow(
      "startThreads: size must be an integer of at least 1, got 0",
    );
    await expect(startThreads("x" as unknown as URL, { size: 1 })).rejects.toThrow(
      "startThreads: module must be a URL",
    );
  });
});
