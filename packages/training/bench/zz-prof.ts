import { profile, useBackend, lean } from "@tensorloom/backend";
import { buildEfficientNet } from "@tensorloom/efficientnet";
import { adam } from "@tensorloom/training";
import { trainableVariables } from "../src/variables.ts";
import * as tf from "@tensorflow/tfjs-core";
await useBackend("wasm");
const model = lean(buildEfficientNet("B0", { preprocessing: "none", classes: 1, activation: "sigmoid", inputShape: [224, 224, 3] }));
const vars = trainableVariables(model);
const opt = adam().begin(vars);
const grads = Object.fromEntries([...vars].map(([n, v]) => [n, tf.zerosLike(v)]));
for (let i = 0; i < 5; i++) { const c = process.cpuUsage(); opt.apply(grads, 1e-3); const u = process.cpuUsage(c); console.log("adam cpu ms", u.user / 1000 + u.system / 1000); }
const x = tf.zeros([8, 224, 224, 3]);
