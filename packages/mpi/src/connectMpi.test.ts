import { describe, expect, it } from "vitest";
import { CONTRACT } from "../../distributed/fixtures/contract.ts";
import { type Launch, launches, launchRanks, type Ran } from "../fixtures/launch.ts";
import { connectMpi } from "./connectMpi.ts";

/** The only line of output, as JSON; or an error that shows all that was printed. */
function lineOf({ out, errors, code }: Ran): unknown {
  if (code !== 0) throw new Error(`the run exited with code ${String(code)}:\n${out}${errors}`);
  return JSON.parse(out.trim()) as unknown;
}

describe.each(["Open MPI", "MPICH"] as const)("%s", (kind) => {
  const installed = launches.find((one) => one.kind === kind);
  const missing = installed === undefined;
  const launch: Launch = installed ?? { kind, command: "mpirun" }; // not used: the tests are skipped
  const title = missing ? ` (skipped: no mpirun of ${kind} is installed)` : "";

  it.skipIf(missing)(`holds the contract of communicators${title}`, () => {
    const checks = Object.keys(CONTRACT);
    const two = lineOf(launchRanks(launch, 2, "contractRank.ts", ["", "hierarchy"]));
    expect(two).toMatchObject({ ranks: 3, checks });
    expect(JSON.stringify(two)).toMatch(`"library":"${kind} `);
    const four = lineOf(launchRanks(launch, 4, "contractRank.ts", ["30000"]));
    expect(four).toMatchObject({ ranks: 4, checks });
  });

  it.skipIf(missing)(`ends all ranks with the reason if one fails${title}`, () => {
    const thrown = launchRanks(launch, 2, "endingRank.ts", ["throw"]);
    expect(thrown.errors).toMatch(/rank 1 of 2 on \S+ failed: TypeError: the dog ate it\n/);
    expect(thrown.code).not.toBe(0);
    expect(thrown.seconds).toBeLessThan(100); // rank 1 would stay for 100 s
    const hung = launchRanks(launch, 2, "endingRank.ts", ["hang"]);
    expect(hung.errors).toMatch(
      /rank 0 of 2 on \S+ failed: MpiError: MPI_Iallreduce: operation 3 did not end within 4000 ms: rank 1 on \S+ did not call it\n/,
    );
    expect(hung.code).not.toBe(0);
  });
});

describe("connectMpi", () => {
  it("throws if there is no MPI library, and says what to install", async () => {
    await expect(connectMpi({ library: "libnowhere.so.7" })).rejects.toThrow(
      /^connectMpi: found no MPI library \(tried libnowhere\.so\.7: .*\)\. Install Open MPI or MPICH \(Debian/,
    );
  });

  it("throws for invalid options", () => {
    expect(() => connectMpi({ timeout: 0 })).toThrow("connectMpi: timeout must be greater than 0, got 0");
    expect(() => connectMpi({ timeOut: 1 } as object)).toThrow("timeOut");
  });
});
