import { errorMessage, readTensorTable } from "@tensorloom/core/internal";
import { decodeFloat16, type Placed } from "@tensorloom/keras/internal";
import type { NamedWeights } from "../weights/namedWeights.ts";
import { checkFinite, namedOnce } from "./checkWeights.ts";
import { WeightsFileError } from "./weightsFileError.ts";

/** The header is JSON, after its length in 8 bytes. */
const BRACE = 0x7b;

/** Whether a file that begins with these 9 bytes is safetensors. */
export function isSafetensors(start: Uint8Array): boolean {
  return start.length === 9 && start[8] === BRACE && start[6] === 0 && start[7] === 0;
}

/**
 * Reads the float tensors of a safetensors file by name; `/` or `.` separates layer and kind.
 *
 * @throws WeightsFileError if it was cut off, has no float tensors, or a number is not finite.
 * @see https://huggingface.co/docs/safetensors
 */
export function readSafetensors(label: string, bytes: Uint8Array): NamedWeights {
  const placed: Placed[] = [];
  for (const { name, dtype, shape, bytes: stored } of tensorsOf(label, bytes)) {
    const format = FORMATS[dtype];
    if (format === undefined) continue; // counters and masks are not learned
    const view = new DataView(stored.buffer, stored.byteOffset, stored.byteLength);
    const data = Float32Array.from({ length: stored.length / format.width }, (_, at) =>
      format.read(view, at * format.width),
    );
    placed.push([name.split(name.includes("/") ? "/" : "."), checkFinite(label, name, { data, shape })]);
  }
  if (placed.length === 0) throw new WeightsFileError(label, "holds no weights");
  return namedOnce(label, placed);
}

function tensorsOf(label: string, bytes: Uint8Array): ReturnType<typeof readTensorTable>["tensors"] {
  try {
    return readTensorTable(bytes).tensors;
  } catch (cause) {
    throw new WeightsFileError(label, errorMessage(cause), { cause });
  }
}

interface Format {
  readonly width: number;
  readonly read: (view: DataView, offset: number) => number;
}

const BITS = new DataView(new ArrayBuffer(4));

const FORMATS: Readonly<Partial<Record<string, Format>>> = {
  F64: { width: 8, read: (view, offset) => view.getFloat64(offset, true) },
  F32: { width: 4, read: (view, offset) => view.getFloat32(offset, true) },
  F16: { width: 2, read: (view, offset) => decodeFloat16(view.getUint16(offset, true)) },
  BF16: {
    width: 2,
    read(view, offset) {
      BITS.setUint32(0, view.getUint16(offset, true) << 16); // the upper half of a float32
      return BITS.getFloat32(0);
    },
  },
};
