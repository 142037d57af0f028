"use client";
/* Predicts with the model of the server, and trains it, in the browser. */
import { useBackend } from "@tensorloom/backend";
import { fromArray } from "@tensorloom/data";
import { binaryCrossEntropy, fit, predict } from "@tensorloom/training";
import { useEffect, useState } from "react";
import { createModel, SIDE } from "./model.js";

const LEVELS = [40, 120, 200];
const data = new Uint8Array(LEVELS.length * SIDE * SIDE * 3);
LEVELS.forEach((level, at) => data.fill(level, at * SIDE * SIDE * 3, (at + 1) * SIDE * SIDE * 3));
const batch = {
  inputs: { data, shape: [LEVELS.length, SIDE, SIDE, 3] },
  targets: { data: Float32Array.of(0, 0, 1), shape: [LEVELS.length] },
};

async function trainInBrowser() {
  const { name: backend } = await useBackend("wasm");
  const model = createModel();
  const { outputs } = await predict(model, fromArray([batch]));
  const { epochs } = await fit(model, {
    train: fromArray([batch]),
    epochs: 5,
    loss: binaryCrossEntropy(),
    schedule: 0.01,
  });
  return { backend, outputs: [...outputs.data], losses: epochs.map(({ logs }) => logs.loss) };
}

export default function Trainer() {
  const [result, setResult] = useState("");
  useEffect(() => {
    trainInBrowser().then(
      (trained) => setResult(JSON.stringify(trained)),
      (error) => setResult(String(error)),
    );
  }, []);
  return <pre id="browser">{result}</pre>;
}
