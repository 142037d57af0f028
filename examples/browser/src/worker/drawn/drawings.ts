import type { Random } from "@tensorloom/core";

type Draw = (context: OffscreenCanvasRenderingContext2D, own: Random) => void;

function color(own: Random, hue: number, spread: number, light = 50): string {
  const at = hue + spread * (own.uniform() - 0.5);
  return `hsl(${at.toFixed(0)} ${String(55 + own.integer(25))}% ${String(light + own.integer(10))}%)`;
}

function ellipse(
  context: OffscreenCanvasRenderingContext2D,
  ...[x, y, across, down]: readonly number[]
): void {
  context.beginPath();
  context.ellipse(x, y, across, down, 0, 0, 2 * Math.PI);
  context.fill();
}

function polygon(
  context: OffscreenCanvasRenderingContext2D,
  ...points: readonly (readonly [number, number])[]
): void {
  context.beginPath();
  for (const [x, y] of points) context.lineTo(x, y);
  context.closePath();
  context.fill();
}

const fish: Draw = (context, own) => {
  if (own.uniform() < 0.5) context.scale(-1, 1);
  context.fillStyle = color(own, own.integer(360), 40, 48);
  polygon(context, [26, 0], [50, -20], [50, 20]);
  polygon(context, [-8, -16], [10, -32], [16, -12]);
  ellipse(context, 0, 0, 36, 20);
  context.fillStyle = "#fff";
  ellipse(context, -20, -5, 6, 6);
  context.fillStyle = "#1c2733";
  ellipse(context, -21, -5, 3, 3);
};

const house: Draw = (context, own) => {
  context.fillStyle = color(own, own.integer(360), 60, 62);
  context.fillRect(-28, -6, 56, 42);
  context.fillStyle = color(own, 10, 60, 38);
  polygon(context, [-36, -6], [0, -40], [36, -6]);
  context.fillStyle = "#3c4858";
  context.fillRect(-6, 12, 13, 24);
  context.fillStyle = "#f7e9a8";
  context.fillRect(-22, 4, 11, 11);
  context.fillRect(12, 4, 11, 11);
};

const tree: Draw = (context, own) => {
  context.fillStyle = color(own, 26, 16, 30);
  context.fillRect(-6, 4, 12, 38);
  context.fillStyle = color(own, 110, 90, 36);
  ellipse(context, -16, -4, 19, 18);
  ellipse(context, 16, -4, 19, 18);
  ellipse(context, 0, -20, 24, 22);
};

const flower: Draw = (context, own) => {
  context.strokeStyle = color(own, 115, 40, 34);
  context.lineWidth = 5;
  context.beginPath();
  context.moveTo(0, 0);
  context.quadraticCurveTo(8, 22, 0, 44);
  context.stroke();
  const petals = 5 + own.integer(3);
  context.fillStyle = color(own, own.integer(360), 30, 58);
  for (let at = 0; at < petals; at++) {
    const turn = (2 * Math.PI * at) / petals;
    ellipse(context, 19 * Math.cos(turn), -8 + 19 * Math.sin(turn), 12, 12);
  }
  context.fillStyle = color(own, 45, 20, 58);
  ellipse(context, 0, -8, 11, 11);
};

/** The classes, and how a picture of each is drawn. */
export const DRAWINGS: Readonly<Record<string, Draw>> = { fish, flower, house, tree };
