import type { MpiKind } from "./launcher.ts";

interface LibraryName {
  readonly kind: MpiKind;
  readonly name: string;
}

/** What Linux's loader finds: `libmpi.so.40` is Open MPI 2 to 5; MPICH calls itself `libmpi.so.12`, Debian `libmpich.so.12`. */
const LINUX: readonly LibraryName[] = [
  { kind: "Open MPI", name: "libmpi.so.40" },
  { kind: "MPICH", name: "libmpich.so.12" },
  { kind: "MPICH", name: "libmpi.so.12" },
];

/** What Homebrew (Apple silicon and Intel) and MacPorts install. */
const MACOS: readonly LibraryName[] = ["/opt/homebrew/", "/usr/local/", ""].flatMap((prefix) => {
  const folder = (of: string): string => (prefix === "" ? "" : `${prefix}opt/${of}/lib/`);
  return [
    { kind: "Open MPI", name: `${folder("open-mpi")}libmpi.40.dylib` },
    { kind: "MPICH", name: `${folder("mpich")}libmpi.12.dylib` },
  ] as const;
});

/** File names of MPI libraries to try in order: those of the launcher that started this process come first. */
export function libraryNames(platform: string, launcher: MpiKind | undefined): readonly string[] {
  const names = platform === "darwin" ? MACOS : LINUX;
  const first = names.filter(({ kind }) => kind === launcher);
  return [...new Set([...first, ...names])].map(({ name }) => name);
}
