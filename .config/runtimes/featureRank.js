/* One of two ranks of MPI: adds 1 and 2. */
import { connectMpi } from "@tensorloom/mpi";

const communicator = await connectMpi();
const values = Float32Array.of(communicator.rank + 1);
communicator.allReduce(values);
if (communicator.rank === 0) console.log(`sum ${String(values[0])}`);
