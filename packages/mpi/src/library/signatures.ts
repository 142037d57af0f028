/**
 * The functions of MPI that this package calls.
 *
 * Each letter is one parameter: `p` an address, `i` an int, `h` a handle (an address in Open MPI, an int in MPICH).
 *
 * @see MPI: A Message-Passing Interface Standard, version 3.1, chapters 3, 5, 8 and 12
 */
// cspell:disable
export const SIGNATURES = {
  MPI_Initialized: "p",
  MPI_Init_thread: "ppip",
  MPI_Finalize: "",
  MPI_Abort: "hi",
  MPI_Comm_rank: "hp",
  MPI_Comm_size: "hp",
  MPI_Comm_dup: "hp",
  MPI_Comm_set_errhandler: "hh",
  MPI_Error_string: "ipp",
  MPI_Get_processor_name: "pp",
  MPI_Isend: "pihiihp",
  MPI_Irecv: "pihiihp",
  MPI_Iprobe: "iihpp",
  MPI_Test: "ppp",
  MPI_Wait: "pp",
  MPI_Barrier: "h",
  MPI_Ibarrier: "hp",
  MPI_Bcast: "pihih",
  MPI_Ibcast: "pihihp",
  MPI_Allreduce: "ppihhh",
  MPI_Iallreduce: "ppihhhp",
  MPI_Allgatherv: "pihppphh",
  MPI_Iallgatherv: "pihppphhp",
  MPI_Scatterv: "ppphpihih",
  MPI_Iscatterv: "ppphpihihp",
  MPI_Ialltoallv: "ppphppphhp",
} as const;
// cspell:enable

/** What a call may pass: typed arrays by the address of their memory, and addresses and handles as numbers. */
export type Argument = number | bigint | null | ArrayBufferView;

/** The functions by name. Each returns MPI's error code, 0 for success. */
export type MpiFunctions = Readonly<Record<keyof typeof SIGNATURES, (...args: Argument[]) => number>>;
