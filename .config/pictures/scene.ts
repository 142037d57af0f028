import type { Image } from "@tensorloom/image";

/** The side of the picture, in pixels. */
export const SIDE = 80;

type Color = readonly [red: number, green: number, blue: number];

const SKY: Color = [112, 168, 222];
const HORIZON: Color = [214, 226, 226];
const SUN: Color = [250, 214, 92];
const HILL: Color = [86, 142, 78];
const MEADOW: Color = [138, 176, 84];
const WALL: Color = [206, 158, 120];
const ROOF: Color = [150, 60, 48];
const WINDOW: Color = [60, 78, 104];
const TRUNK: Color = [98, 68, 46];
const LEAVES: Color = [42, 98, 56];

/** Whether a position belongs to the house. */
export function isHouse(x: number, y: number): boolean {
  const roof = y >= 30 && y < 42 && Math.abs(x - 34) < (y - 28) * 1.3;
  return roof || (x >= 22 && x < 46 && y >= 42 && y < 62);
}

function colorAt(x: number, y: number): Color {
  const inWindow = (left: number): boolean => x >= left && x < left + 5 && y >= 47 && y < 53;
  if (isHouse(x, y)) {
    if (y < 42) return ROOF;
    return inWindow(26) || inWindow(37) || (x >= 32 && x < 36 && y >= 54) ? WINDOW : WALL;
  }
  if (Math.hypot(x - 60, y - 38) < 11) return LEAVES;
  if (x >= 58 && x < 62 && y >= 38 && y < 60) return TRUNK;
  if (y > 56 + 3 * Math.sin(x / 14)) return MEADOW;
  if (y > 44 - 9 * Math.sin(x / 22 + 0.6)) return HILL;
  if (Math.hypot(x - 62, y - 14) < 8) return SUN;
  const share = y / 50;
  return [0, 1, 2].map((c) => SKY[c] + share * (HORIZON[c] - SKY[c])) as unknown as Color; // three numbers
}

/** Draws a picture: a house, a tree, hills and the sun. */
export function drawScene(): Image<Uint8Array> {
  const data = new Uint8Array(SIDE * SIDE * 3);
  for (let y = 0, at = 0; y < SIDE; y++)
    for (let x = 0; x < SIDE; x++, at += 3) data.set(colorAt(x, y).map(Math.round), at);
  return { data, height: SIDE, width: SIDE, channels: 3 };
}

/** Draws the mask of the house: 1 within, 0 elsewhere. */
export function drawHouseMask(): Image<Uint8Array> {
  const data = Uint8Array.from({ length: SIDE * SIDE }, (_, i) =>
    isHouse(i % SIDE, Math.floor(i / SIDE)) ? 1 : 0,
  );
  return { data, height: SIDE, width: SIDE, channels: 1 };
}
