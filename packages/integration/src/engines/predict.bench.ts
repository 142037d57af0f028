import { compare, type Load } from "./compareEngines.ts";

/**
 * A prediction of EfficientNet-B0 at 224x224: ours on wasm (batch normalisation folded, lean) with two replicas and one, tfjs's
 * own engines, Keras. `ratio` is against ours with two replicas.
 */
const load = { what: "predict", size: 224, batch: 8, warmUps: 6, steps: 15 } as const;
const loads: readonly Load[] = [
  { ...load, engine: "tensorloom wasm", replicas: 2 },
  { ...load, engine: "Keras", replicas: 1 },
  { ...load, engine: "tensorloom wasm", replicas: 1 },
  { ...load, engine: "tensorloom wasm", replicas: 1, batch: 1 },
  { ...load, engine: "Keras", replicas: 1, batch: 1 },
  { ...load, engine: "tfjs-node", replicas: 1 },
  { ...load, engine: "tfjs wasm", replicas: 1 },
  { ...load, engine: "tfjs wasm", replicas: 1, batch: 1 },
  { ...load, engine: "tfjs cpu", replicas: 1, batch: 1, warmUps: 0, steps: 1 },
];
await compare(loads);
