/** The program that started this process as one of several, according to its environment. */
export interface Launcher {
  readonly kind: MpiKind;
  /** Number of processes, if the launcher says so. */
  readonly size: number | undefined;
}

/** The two families of implementations, which differ in their handles. */
export type MpiKind = "Open MPI" | "MPICH";

/**
 * Which launcher started this process.
 *
 * @see https://docs.open-mpi.org/en/v5.0.x/tuning-apps/environment-var.html; MPICH, Hydra process manager
 */
export function findLauncher(
  environment: Readonly<Record<string, string | undefined>>,
): Launcher | undefined {
  const count = (text: string | undefined): number | undefined => {
    return text === undefined || !/^\d+$/.test(text) ? undefined : Number(text);
  };
  if (environment["OMPI_COMM_WORLD_SIZE"] !== undefined)
    return { kind: "Open MPI", size: count(environment["OMPI_COMM_WORLD_SIZE"]) };
  if (environment["PMI_SIZE"] !== undefined || environment["PMI_FD"] !== undefined)
    return { kind: "MPICH", size: count(environment["PMI_SIZE"]) };
  return undefined;
}
