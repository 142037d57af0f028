/** How MPI works well in a process that runs V8. Each applies unless the environment says otherwise. */
const SETTINGS: Readonly<Record<string, string>> = {
  // V8 checks accesses to wasm's memory by the signals that UCX, MPICH's transport, would catch: each would end the process
  UCX_ERROR_SIGNALS: "",
  // UCX overwrites the C library's functions for memory while V8's other threads call them: about 1 start in 50 crashed
  UCX_MEM_EVENTS: "no",
  // Open MPI's non-blocking all-reduce in place by default sends everything to one rank and back; 3 is halving and doubling
  OMPI_MCA_coll_libnbc_iallreduce_algorithm: "3",
};

/** Sets what the library reads when it is loaded. In a worker thread it has no effect: the environment is a copy there. */
export function calmEnvironment(environment: Record<string, string | undefined>): void {
  for (const [name, value] of Object.entries(SETTINGS)) environment[name] ??= value;
}
