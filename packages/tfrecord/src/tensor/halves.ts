/** Turns elements as they are stored into those of a result: halves into floats, everything else as it is. */
export function widen<A>(dtype: string, raw: A): A | Float32Array<ArrayBuffer> {
  if (!(raw instanceof Uint16Array)) return raw;
  if (dtype === "bfloat16") return fromBfloat16(raw);
  return dtype === "float16" ? fromFloat16(raw) : raw;
}

/** A bfloat16 is the upper half of a float. */
function fromBfloat16(halves: Uint16Array): Float32Array<ArrayBuffer> {
  const bits = Uint32Array.from(halves, (half) => half * 2 ** 16);
  return new Float32Array(bits.buffer);
}

/** The floats of IEEE 754 halves: a sign, 5 bits of exponent and 10 of fraction. All are exact. */
function fromFloat16(halves: Uint16Array): Float32Array<ArrayBuffer> {
  return Float32Array.from(halves, (half) => {
    const sign = half & 0x8000 ? -1 : 1;
    const exponent = (half >> 10) & 0x1f;
    const fraction = half & 0x3ff;
    if (exponent === 0) return sign * fraction * 2 ** -24;
    if (exponent === 0x1f) return fraction === 0 ? sign * Infinity : NaN;
    return sign * (1 + fraction / 1024) * 2 ** (exponent - 15);
  });
}
