import type { UpdateRule } from "../../kernels/elementwise/updateRules.ts";
import type { ShaderSource } from "../engine/runShader.ts";

/**
 * The lines of each rule for one number: weight `w`, gradient `g`, slots `s0`, `s1`, `s2`, constants `u.k0` … `u.k7`.
 *
 * They are those of assembly/elementwise/updateLanes.ts.
 */
const RULES: Readonly<Record<Exclude<UpdateRule, "lamb" | "rmsprop">, string>> = {
  sgd: "w -= g * u.k0;",
  average: "w = w * u.k0 + g * u.k1;",
  momentum: "s0 = s0 * u.k1 - g * u.k0; w += s0;",
  nesterov: "s0 = s0 * u.k1 - g * u.k0; w += s0 * u.k1 - g * u.k0;",
  adam: `s0 = s0 * u.k1 + g * u.k2;
    s1 = s1 * u.k3 + g * g * u.k4;
    w -= u.k0 * (s0 / (sqrt(s1) + u.k5));`,
  amsgrad: `s0 = s0 * u.k1 + g * u.k2;
    s1 = s1 * u.k3 + g * g * u.k4;
    s2 = max(s1, s2);
    w -= u.k0 * (s0 / (sqrt(s2) + u.k5));`,
  adagrad: "s0 += g * g; w -= g * u.k0 / sqrt(s0 + u.k1);",
  adadelta: `s0 = s0 * u.k1 + g * g * u.k2;
    let change = sqrt(s1 + u.k3) / sqrt(s0 + u.k3) * g;
    s1 = s1 * u.k1 + change * change * u.k2;
    w -= change * u.k0;`,
  adamax: `s0 = s0 * u.k1 + g * u.k2;
    s1 = max(s1 * u.k3, abs(g));
    w -= s0 * u.k0 / (s1 + u.k4);`,
  nadam: `s0 = s0 * u.k2 + g * u.k3;
    s1 = s1 * u.k4 + g * g * u.k5;
    w -= (s0 * u.k0 + g * u.k1) / (sqrt(s1) * u.k6 + u.k7);`,
  lion: `let direction = s0 * u.k1 + g * u.k2;
    s0 = s0 * u.k3 + g * u.k4;
    w -= sign(direction) * u.k0;`,
};

/** RMSprop has two slots that it may do without. */
function rmsprop(slots: readonly boolean[]): string {
  const [, hasMomentum, hasMean] = slots;
  return `s0 = s0 * u.k2 + g * g * u.k3;
    var variance = s0;
    ${hasMean ? "s2 = s2 * u.k2 + g * u.k3; variance = s0 - s2 * s2;" : ""}
    var change = g * u.k0 / sqrt(variance + u.k4);
    ${hasMomentum ? "s1 = s1 * u.k1 + change; change = s1;" : ""}
    w -= change;`;
}

/** The source that updates `count` variables, one workgroup after the other. */
export function updateSource(
  rule: UpdateRule,
  count: number,
  slots: readonly boolean[],
  threads: number,
): ShaderSource {
  const numbers = Array.from({ length: count }, (_, nth) => String(nth));
  if (rule === "lamb") return lambSource(numbers, threads);
  const lines = rule === "rmsprop" ? rmsprop(slots) : RULES[rule];
  const used = slots.flatMap((has, at) => (has ? [String(at)] : []));
  const one = (nth: string): string => `
    if (at < u.size${nth}) {
    let g = gradient${nth}[at];
    var w = weight${nth}[at];
    w -= w * u.decay${nth};
    ${used.map((at) => `var s${at} = slot${at}_${nth}[at];`).join(" ")}
    ${lines}
    ${used.map((at) => `slot${at}_${nth}[at] = s${at};`).join(" ")}
    weight${nth}[at] = w;
    }`;
  return {
    body: chain(
      numbers,
      (nth) => `let at = (group - ${start(nth)}) * ${String(threads)}u + lane;${one(nth)}`,
    ),
  };
}

function start(nth: string): string {
  return nth === "0" ? "0u" : `u.end${String(Number(nth) - 1)}`;
}

/** Chooses the variable by the workgroup's number. */
function chain(numbers: readonly string[], body: (nth: string) => string): string {
  return numbers.map((nth) => `if (group < u.end${nth}) { ${body(nth)} }`).join("\n  else ");
}

/** Adam's update scaled to the norm of the weights: a workgroup sums the squares of a variable, then changes it. */
function lambSource(numbers: readonly string[], threads: number): ShaderSource {
  const each = (nth: string, lines: string): string =>
    `for (var at = lane; at < u.size${nth}; at += ${String(threads)}u) { ${lines} }`;
  const change = (nth: string): string =>
    `(slot0_${nth}[at] * u.k6) / (sqrt(slot1_${nth}[at] * u.k7) + u.k5)`;
  const reduce = `
  squares[lane] = local;
  workgroupBarrier();
  for (var part = ${String(threads / 2)}u; part > 0u; part /= 2u) {
    if (lane < part) { squares[lane] += squares[lane + part]; }
    workgroupBarrier();
  }
  let norms = squares[0];
  let ratio = select(1.0, sqrt(norms.x / norms.y), norms.x > 0.0 && norms.y > 0.0);`;
  const first = (nth: string): string =>
    each(
      nth,
      `let g = gradient${nth}[at];
      slot0_${nth}[at] = slot0_${nth}[at] * u.k1 + g * u.k2;
      slot1_${nth}[at] = slot1_${nth}[at] * u.k3 + g * g * u.k4;
      let w = weight${nth}[at] - weight${nth}[at] * u.decay${nth};
      weight${nth}[at] = w;
      let change = ${change(nth)};
      local += vec2f(w * w, change * change);`,
    );
  const second = (nth: string): string => each(nth, `weight${nth}[at] -= u.k0 * ratio * ${change(nth)};`);
  return {
    functions: `var<workgroup> squares: array<vec2f, ${String(threads)}>;`,
    body: `var local = vec2f(0);
  ${chain(numbers, first)}
  ${reduce}
  ${chain(numbers, second)}`,
  };
}
