import { describe, expect, it } from "vitest";
import { readRank } from "./processRank.ts";

describe("readRank", () => {
  it("is one process without a launcher", () => {
    expect(readRank({})).toEqual({ rank: 0, size: 1, localSize: 1 });
  });

  it.each([
    ["Open MPI", "OMPI_COMM_WORLD_RANK", "OMPI_COMM_WORLD_SIZE", "OMPI_COMM_WORLD_LOCAL_SIZE"],
    ["MVAPICH2", "MV2_COMM_WORLD_RANK", "MV2_COMM_WORLD_SIZE", "MV2_COMM_WORLD_LOCAL_SIZE"],
    ["MPICH", "PMI_RANK", "PMI_SIZE", "MPI_LOCALNRANKS"],
  ])("reads the variables of %s", (_, rank, size, localSize) => {
    expect(readRank({ [rank]: "3", [size]: "8", [localSize]: "4" })).toEqual({
      rank: 3,
      size: 8,
      localSize: 4,
    });
  });

  it.each([
    ["0", 2],
    ["2", 2],
    ["3", 1],
  ])("reads Slurm's list of tasks, on node %s", (node, localSize) => {
    const step = { SLURM_PROCID: "5", SLURM_STEP_NUM_TASKS: "7", SLURM_STEP_TASKS_PER_NODE: "2(x3),1" };
    expect(readRank({ ...step, SLURM_NODEID: node })).toEqual({ rank: 5, size: 7, localSize });
  });

  it("reads Slurm's list if Slurm starts the processes of MPICH", () => {
    const pmi = { PMI_RANK: "3", PMI_SIZE: "4" };
    const step = { SLURM_STEP_NUM_TASKS: "4", SLURM_STEP_TASKS_PER_NODE: "1(x4)", SLURM_NODEID: "3" };
    expect(readRank({ ...pmi, ...step }).localSize).toBe(1);
    expect(readRank({ ...pmi, ...step, SLURM_STEP_NUM_TASKS: "1" }).localSize).toBe(4); // of another step
  });

  it("takes all processes as of one machine if the launcher does not say", () => {
    expect(readRank({ PMI_RANK: "1", PMI_SIZE: "2" })).toEqual({ rank: 1, size: 2, localSize: 2 });
  });

  it.each([
    { OMPI_COMM_WORLD_RANK: "0", OMPI_COMM_WORLD_SIZE: "1" },
    { OMPI_COMM_WORLD_RANK: "1" },
    { OMPI_COMM_WORLD_RANK: "one", OMPI_COMM_WORLD_SIZE: "2" },
  ])("is one process with %j", (environment) => {
    expect(readRank(environment).size).toBe(1);
  });
});
