import { compare, type Load } from "./compareEngines.ts";

/**
 * A training step of all of EfficientNet-B0 at 224x224 (Adam, binary cross-entropy): ours on wasm with two replicas and one,
 * tfjs's own engines, Keras. `ratio` is against ours with two replicas.
 */
const load = { what: "train", size: 224, batch: 8, warmUps: 4, steps: 9 } as const;
const loads: readonly Load[] = [
  { ...load, engine: "tensorloom wasm", replicas: 2 },
  { ...load, engine: "Keras", replicas: 1 },
  { ...load, engine: "tensorloom wasm", replicas: 1 },
  { ...load, engine: "tensorloom wasm", replicas: 1, batch: 4 },
  { ...load, engine: "tfjs-node", replicas: 1 },
  { ...load, engine: "tfjs wasm", replicas: 1 },
  { ...load, engine: "tfjs cpu", replicas: 1, size: 64, batch: 1, warmUps: 0, steps: 1 },
];
await compare(loads);
