import { startThreads } from "@tensorloom/distributed/node";
import { medianMs, print } from "../../../.config/bench/measure.ts";

/** Two threads summing arrays: all gradients of EfficientNet-B0, and the statistics of one batch normalisation. */
const SUMS = [
  { what: "the gradients of EfficientNet-B0", length: 5_300_000, times: 1 },
  { what: "statistics of 300 channels", length: 300, times: 1000 },
];
const ROUNDS = 15;

const code = `export default function ({ communicator, onMessage }) {
  let values = new Float32Array();
  onMessage(({ length, times }) => {
    if (values.length !== length) values = new Float32Array(length);
    for (let time = 0; time < times; time++) communicator.allReduce(values);
  });
}`;
const threads = await startThreads(new URL(`data:text/javascript,${encodeURIComponent(code)}`), { size: 2 });
for (const { what, length, times } of SUMS) {
  const values = new Float32Array(length);
  const milliseconds = await medianMs(() => {
    threads.post(1, { length, times });
    for (let time = 0; time < times; time++) threads.communicator.allReduce(values);
  }, ROUNDS);
  print({ sum: what, bytes: 4 * length, milliseconds: milliseconds / times });
}
await threads.close();
