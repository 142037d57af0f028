import { ValueCursor } from "@tensorloom/distributed/internal";
import type { NumberArray } from "@tensorloom/distributed/internal";

/** Arrays of at least this many bytes travel from their own memory; smaller ones are copied next to one another. */
const DIRECT = 1 << 20;

/** At most this many bytes are copied next to one another. */
const PACKED = 1 << 22;

/** Memory of the copies. New memory for each step would be cleared, paged in and collected again. */
let scratch: ArrayBuffer | undefined;

/**
 * Visits many arrays as few long ones: one message for a hundred small arrays instead of a hundred.
 *
 * @param copyBack - Whether `each` changes the numbers.
 * @see PyTorch, Distributed Data Parallel: gradient buckets; Horovod, tensor fusion
 */
export function packArrays(
  arrays: readonly NumberArray[],
  each: (values: NumberArray) => void,
  copyIn = true,
  copyBack = true,
): void {
  let group: NumberArray[] = [];
  let bytes = 0;
  function flush(): void {
    if (group.length === 1) each(group[0]);
    else if (group.length > 1) {
      const length = group.reduce((total, one) => total + one.length, 0);
      const type = group[0].constructor as new (
        buffer: ArrayBuffer,
        at: number,
        length: number,
      ) => NumberArray; // that of a typed array
      scratch ??= new ArrayBuffer(PACKED);
      const packed = new type(scratch, 0, length);
      const values = group as unknown as readonly Float32Array[]; // arrays of one type, whichever it is
      if (copyIn) new ValueCursor(values).read(packed);
      each(packed);
      if (copyBack) new ValueCursor(values).write(packed);
    }
    group = [];
    bytes = 0;
  }
  for (const array of arrays) {
    if (array.length === 0) continue;
    if (array.byteLength >= DIRECT || bytes + array.byteLength > PACKED) flush();
    group.push(array);
    bytes += array.byteLength;
    if (array.byteLength >= DIRECT) flush();
  }
  flush();
}
