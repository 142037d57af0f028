/** Returns the first channel of each RGB pixel. */
export function takeRed(rgb: Uint8Array): Uint8Array {
  const levels = new Uint8Array(rgb.length / 3);
  for (let i = 0; i < levels.length; i++) levels[i] = rgb[3 * i];
  return levels;
}

/** Returns the luma of each RGB pixel (ITU-R BT.601). */
export function toLuma(rgb: Uint8Array): Uint8Array {
  const levels = new Uint8Array(rgb.length / 3);
  for (let i = 0; i < levels.length; i++)
    levels[i] = Math.round(0.299 * rgb[3 * i] + 0.587 * rgb[3 * i + 1] + 0.114 * rgb[3 * i + 2]);
  return levels;
}
