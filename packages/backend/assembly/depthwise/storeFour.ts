/** Writes four vectors, `outStep` bytes apart. */
// @ts-ignore: decorator
@inline
export function storeFour(out: usize, outStep: usize, a0: v128, a1: v128, a2: v128, a3: v128): void {
  v128.store(out, a0);
  out += outStep;
  v128.store(out, a1);
  out += outStep;
  v128.store(out, a2);
  v128.store(out + outStep, a3);
}
