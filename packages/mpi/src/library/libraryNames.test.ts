import { describe, expect, it } from "vitest";
import { findLauncher } from "./launcher.ts";
import { libraryNames } from "./libraryNames.ts";

describe("findLauncher", () => {
  it.each([
    [{}, undefined],
    [{ OMPI_COMM_WORLD_SIZE: "4" }, { kind: "Open MPI", size: 4 }],
    [
      { PMI_SIZE: "2", PMI_FD: "6" },
      { kind: "MPICH", size: 2 },
    ],
    [{ PMI_FD: "6" }, { kind: "MPICH", size: undefined }],
  ])("of %o is %o", (environment, launcher) => {
    expect(findLauncher(environment)).toEqual(launcher);
  });
});

describe("libraryNames", () => {
  it("begin with those of the launcher", () => {
    expect(libraryNames("linux", undefined)).toEqual(["libmpi.so.40", "libmpich.so.12", "libmpi.so.12"]);
    expect(libraryNames("linux", "MPICH")).toEqual(["libmpich.so.12", "libmpi.so.12", "libmpi.so.40"]);
    expect(libraryNames("darwin", "MPICH")[0]).toBe("/opt/homebrew/opt/mpich/lib/libmpi.12.dylib");
    expect(libraryNames("darwin", undefined)[0]).toBe("/opt/homebrew/opt/open-mpi/lib/libmpi.40.dylib");
  });
});
