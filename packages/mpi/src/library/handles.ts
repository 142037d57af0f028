/** The constants of `mpi.h`: they differ between the implementations. */
export interface Handles {
  readonly world: number | bigint;
  readonly float: number | bigint;
  readonly double: number | bigint;
  readonly int: number | bigint;
  readonly uint8: number | bigint;
  readonly sum: number | bigint;
  readonly max: number | bigint;
  readonly min: number | bigint;
  readonly errorsReturn: number | bigint;
  /** The send buffer that stands for "the values are in the receive buffer". */
  readonly inPlace: bigint;
  readonly ignoreStatus: bigint;
  readonly anySource: number;
}

/** MPICH, and those built on it (Intel MPI, MVAPICH, Cray MPICH): handles are integers, as its `mpi.h` defines them. */
export const MPICH_HANDLES: Handles = {
  world: 0x44000000,
  float: 0x4c00040a,
  double: 0x4c00080b,
  int: 0x4c000405,
  uint8: 0x4c00013b,
  max: 0x58000001,
  min: 0x58000002,
  sum: 0x58000003,
  errorsReturn: 0x54000001,
  inPlace: 0xffffffffffffffffn,
  ignoreStatus: 1n,
  anySource: -2,
};

/** Open MPI: a handle is the address of a global variable of the library. */
export function openMpiHandles(address: (symbol: string) => bigint): Handles {
  return {
    world: address("ompi_mpi_comm_world"),
    float: address("ompi_mpi_float"),
    double: address("ompi_mpi_double"),
    int: address("ompi_mpi_int"),
    uint8: address("ompi_mpi_uint8_t"),
    max: address("ompi_mpi_op_max"),
    min: address("ompi_mpi_op_min"),
    sum: address("ompi_mpi_op_sum"),
    errorsReturn: address("ompi_mpi_errors_return"),
    inPlace: 1n,
    ignoreStatus: 0n,
    anySource: -1,
  };
}
