import type { Communicator, PendingReduce } from "@tensorloom/distributed";
import {
  arraysOf,
  type NumberArray,
  partLengths,
  partStarts,
  sameType,
} from "@tensorloom/distributed/internal";
import type { MpiCalls, MpiRequest } from "../calls/mpiCalls.ts";
import { dataType } from "./dataType.ts";
import { packArrays } from "./packArrays.ts";
import { createCompressedReduce } from "./compressedReduce.ts";

/** MPI counts with 31 bits, so longer arrays travel in several messages of this size. */
const MAX_BYTES: number = 2 ** 30;

/** The collective operations of one process, in terms of MPI's functions. */
export function createCollectives(
  calls: MpiCalls,
  rank: number,
  size: number,
  maxBytes: number = MAX_BYTES,
): Communicator {
  const { handles } = calls.library;
  const { world, inPlace } = handles;
  const startCompressed = createCompressedReduce(calls, { rank, size });

  function pieces<T extends NumberArray>(values: T): readonly T[] {
    const length = Math.floor(maxBytes / values.BYTES_PER_ELEMENT);
    return Array.from({ length: Math.ceil(values.length / length) }, (_, at) => {
      return values.subarray(at * length, (at + 1) * length) as T; // a part has the type of the whole
    });
  }
  function broadcastArray(values: NumberArray, root: number): void {
    for (const piece of pieces(values))
      calls.collective("Bcast", piece, piece.length, dataType(handles, piece), root, world);
  }
  function reduceArray(values: NumberArray, operation: number | bigint): void {
    if (values.byteLength > maxBytes) for (const piece of pieces(values)) reduceArray(piece, operation);
    else if (values.length > 0)
      calls.collective(
        "Allreduce",
        inPlace,
        values,
        values.length,
        dataType(handles, values),
        operation,
        world,
      );
  }
  function transfer(name: "MPI_Isend" | "MPI_Irecv", values: NumberArray, other: number): void {
    for (const piece of pieces(values))
      calls.start(name, piece, piece.length, dataType(handles, piece), other, 0, world).wait();
  }

  return {
    rank,
    size,
    allReduce(values, reduction = "sum") {
      if (ArrayBuffer.isView(values)) reduceArray(values, handles[reduction]);
      else packArrays(values, (array) => reduceArray(array, handles[reduction]));
    },
    startAllReduce(values, feedback) {
      if (size > 1 && feedback !== undefined) return startCompressed(values, feedback);
      return all(
        pieces(values).map((piece) =>
          calls.start("MPI_Iallreduce", inPlace, piece, piece.length, handles.float, handles.sum, world),
        ),
      );
    },
    broadcast(values, root = 0) {
      packArrays(arraysOf(values), (array) => broadcastArray(array, root), rank === root, rank !== root);
    },
    allGather(values, collected, lengths) {
      sameType("allGather", values, collected);
      const parts = partLengths("allGather", { rank, size }, collected.length, values.length, lengths);
      const starts = partStarts(parts);
      const own = collected.subarray(starts[rank], starts[rank] + parts[rank]);
      const isOwn = values.buffer === own.buffer && values.byteOffset === own.byteOffset;
      if (collected.byteLength <= maxBytes) {
        const type = dataType(handles, values);
        const [counts, displacements] = [Int32Array.from(parts), Int32Array.from(starts)];
        const sent = isOwn ? inPlace : values;
        calls.collective(
          "Allgatherv",
          sent,
          values.length,
          type,
          collected,
          counts,
          displacements,
          type,
          world,
        );
        return;
      }
      if (!isOwn) own.set(values);
      for (const [of, start] of starts.entries())
        broadcastArray(collected.subarray(start, start + parts[of]), of);
    },
    scatter(values, part, root = 0, lengths) {
      const parts = partLengths("scatter", { rank, size }, values?.length, part.length, lengths);
      if (rank === root && values === undefined) throw new TypeError("scatter: the root needs values");
      if (values !== undefined) sameType("scatter", values, part);
      const starts = partStarts(parts);
      const total = starts[size - 1] + parts[size - 1];
      if (total * part.BYTES_PER_ELEMENT <= maxBytes) {
        const type = dataType(handles, part);
        const [counts, displacements] = [Int32Array.from(parts), Int32Array.from(starts)];
        const sent = values ?? null;
        calls.collective("Scatterv", sent, counts, displacements, type, part, part.length, type, root, world);
        return;
      }
      if (rank !== root) transfer("MPI_Irecv", part, root);
      else if (values !== undefined)
        for (const [to, start] of starts.entries()) {
          const sent = values.subarray(start, start + parts[to]);
          if (to === rank) part.set(sent);
          else transfer("MPI_Isend", sent, to);
        }
    },
    barrier: () => calls.collective("Barrier", world),
  };
}

/** Several requests as one. */
function all(requests: readonly MpiRequest[]): PendingReduce {
  return {
    test: () => requests.filter((request) => !request.test()).length === 0, // each test moves one request along
    wait() {
      for (const request of requests) request.wait();
    },
  };
}
