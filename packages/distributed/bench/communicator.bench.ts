import { startThreads } from "@tensorloom/distributed/node";

/** Two threads summing arrays: all gradients of EfficientNet-B0, and the statistics of one batch normalisation. */
const SUMS = [
  { what: "the gradients of EfficientNet-B0", length: 5_300_000, times: 1 },
  { what: "statistics of 300 channels", length: 300, times: 1000 },
];
const ROUNDS = 15;

const code = `export default function ({ communicator, onMessage }) {
  onMessage(({ length, times }) => {
    const values = new Float32Array(length);
    for (let time = 0; time < times; time++) communicator.allReduce(values);
  });
}`;
const threads = await startThreads(new URL(`data:text/javascript,${encodeURIComponent(code)}`), { size: 2 });
for (const { what, length, times } of SUMS) {
  const values = new Float32Array(length);
  const all: number[] = [];
  for (let round = 0; round < ROUNDS; round++) {
    threads.post(1, { length, times });
    const began = performance.now();
    for (let time = 0; time < times; time++) threads.communicator.allReduce(values);
    all.push((performance.now() - began) / times);
  }
  const milliseconds = all.sort((a, b) => a - b)[ROUNDS >> 1];
  process.stdout.write(`${JSON.stringify({ sum: what, bytes: 4 * length, milliseconds })}\n`);
}
await threads.close();
