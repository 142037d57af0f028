import { errorMessage } from "@tensorloom/core/internal";
import { calmEnvironment } from "./calmEnvironment.ts";
import { type Handles, MPICH_HANDLES, openMpiHandles } from "./handles.ts";
import { findLauncher, type MpiKind } from "./launcher.ts";
import { libraryNames } from "./libraryNames.ts";
import { type MpiFunctions, SIGNATURES } from "./signatures.ts";

/** An MPI library in this process. */
export interface MpiLibrary {
  readonly kind: MpiKind;
  /** `Open MPI 4.1.4`, or the first line of what `MPI_Get_library_version` returns. */
  readonly version: string;
  readonly functions: MpiFunctions;
  readonly handles: Handles;
}

/** What this package needs of koffi. */
interface Foreign {
  readonly load: (path: string, options: { readonly global: boolean }) => ForeignLibrary;
}
interface ForeignLibrary {
  readonly func: (name: string, result: string, parameters: string[]) => (...args: unknown[]) => number;
  readonly symbol: (name: string) => unknown;
}

/**
 * Loads MPI's library: that of the option, of `TENSORLOOM_MPI_LIBRARY`, or the first one that the loader finds.
 *
 * @throws Error if the loader finds none, or if it is not the one of the launcher.
 */
export async function loadMpi(caller: string, option: string | undefined): Promise<MpiLibrary> {
  const koffi = await loadKoffi(caller);
  calmEnvironment(process.env);
  const launcher = findLauncher(process.env);
  const named = option ?? process.env["TENSORLOOM_MPI_LIBRARY"];
  const names = named === undefined ? libraryNames(process.platform, launcher?.kind) : [named];
  const library = openFirst(caller, koffi, names);
  const text = new Uint8Array(8192);
  library.func("MPI_Get_library_version", "int", ["void *", "void *"])(text, new Int32Array(1));
  const line = textBeforeZero(text).split("\n", 1)[0].trim();
  const kind: MpiKind = line.startsWith("Open MPI") ? "Open MPI" : "MPICH";
  const number = /\d+\.\d+[.\w]*/.exec(line)?.[0];
  const version = /^(Open MPI|MPICH)/.test(line) && number !== undefined ? `${kind} ${number}` : line;
  if (launcher !== undefined && launcher.kind !== kind)
    throw new Error(
      `${caller}: the processes were started by ${launcher.kind}'s mpirun, but the library is ${version}; ` +
        `start them with its own mpirun, or name the library of ${launcher.kind} in TENSORLOOM_MPI_LIBRARY`,
    );
  const parameter = { p: "void *", i: "int", h: kind === "MPICH" ? "int" : "void *" };
  const functions = Object.fromEntries(
    Object.entries(SIGNATURES).map(([name, letters]) => {
      const parameters = Array.from(letters, (letter) => parameter[letter as keyof typeof parameter]); // as SIGNATURES says
      return [name, library.func(name, "int", parameters)];
    }),
  ) as unknown as MpiFunctions; // one entry for each name
  const handles =
    kind === "MPICH" ? MPICH_HANDLES : openMpiHandles((symbol) => library.symbol(symbol) as bigint); // an address
  return { kind, version, functions, handles };
}

async function loadKoffi(caller: string): Promise<Foreign> {
  try {
    return await import("koffi");
  } catch (error) {
    throw new Error(`${caller}: MPI is called through koffi, which cannot be loaded: npm install koffi`, {
      cause: error,
    });
  }
}

function openFirst(caller: string, koffi: Foreign, names: readonly string[]): ForeignLibrary {
  const failures: string[] = [];
  for (const name of names)
    try {
      return koffi.load(name, { global: true }); // Open MPI's plugins look for its symbols among the global ones
    } catch (error) {
      failures.push(`${name}: ${errorMessage(error)}`);
    }
  throw new Error(
    `${caller}: found no MPI library (tried ${failures.join("; ")}). Install Open MPI or MPICH ` +
      `(Debian and Ubuntu: apt-get install openmpi-bin; Fedora: dnf install openmpi; macOS: brew install open-mpi), ` +
      `or name the library in TENSORLOOM_MPI_LIBRARY`,
  );
}

/** The text before the first zero byte. */
export function textBeforeZero(bytes: Uint8Array): string {
  const end = bytes.indexOf(0);
  return new TextDecoder().decode(bytes.subarray(0, end < 0 ? bytes.length : end));
}
