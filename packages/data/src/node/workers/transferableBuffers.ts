/** How deep a value is searched for buffers. */
const DEPTH = 3;

/** Advice for an array whose memory was already transferred. */
const ADVICE = {
  element: 'make a new array each time, or choose transfer: "results"',
  result: 'return a new array each time, or choose transfer: "none"',
};

/**
 * Lists a value's transferable buffers: those that a typed array fills completely.
 *
 * A view of a part is copied, because other views may use the rest, as with Node's pooled buffers.
 *
 * @param what - The kind of value, for errors.
 * @throws TypeError if an array's memory was already transferred: the other thread could not read the message.
 */
export function transferableBuffers(
  value: unknown,
  what: keyof typeof ADVICE,
  depth: number = DEPTH,
): readonly ArrayBuffer[] {
  if (value instanceof ArrayBuffer || ArrayBuffer.isView(value)) {
    const buffer = value instanceof ArrayBuffer ? value : value.buffer;
    if (!(buffer instanceof ArrayBuffer)) return []; // shared
    if (isDetached(buffer))
      throw new TypeError(
        `mapInWorkers: the ${what}'s ${value.constructor.name} has no memory any more: it was transferred with an earlier ${what}; ${ADVICE[what]}`,
      );
    return buffer.byteLength === value.byteLength ? [buffer] : [];
  }
  if (typeof value !== "object" || value === null || depth === 0) return [];
  return [...new Set(Object.values(value).flatMap((field) => transferableBuffers(field, what, depth - 1)))];
}

/** Whether a buffer's memory was transferred. Node 20 has no `detached`, and an empty buffer has the same length. */
function isDetached(buffer: ArrayBuffer): boolean {
  if (buffer.byteLength > 0) return false;
  try {
    buffer.slice(0);
    return false;
  } catch {
    return true;
  }
}
