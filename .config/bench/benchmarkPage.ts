import { readdirSync, readFileSync } from "node:fs";
import { basename, join } from "node:path";
import { format, resolveConfig } from "prettier";
import { formatLines } from "./formatLines.ts";
import { SUBJECTS } from "./subjects.ts";

const root = join(import.meta.dirname, "..", "..");
const folder = join(root, "docs", "benchmarks");

/** How a benchmark was run: the first line of its file. */
interface Run {
  readonly command: string;
  readonly date: string;
  readonly machine: string;
  readonly cores: number;
  readonly gigabytes: number;
  readonly node: string;
  readonly peers: Readonly<Record<string, string>>;
}

const INTRODUCTION = `# Benchmarks

<!-- Written by npm run bench:page from docs/benchmarks/*.jsonl; change those, or .config/bench/. -->

Every table is what one command printed, on the machine named above it. To measure again, save the
lines and write this page:

    TENSORLOOM_PYTHON=python3 npm run bench -- NAME --save
    npm run bench:page

Ours and its peers take turns in the same run, round after round, and each figure is a median, so a
\`ratio\` holds on other machines better than a time does. The text above each table names the
parts of a ratio. A peer that is not installed has a line with the reason. [The guide about speed](guides/speed.md)
says what these figures mean for a program.
`;

/** The text of docs/benchmarks.md: a section per subject, and a table per benchmark. */
export async function benchmarkPage(): Promise<string> {
  const saved = readdirSync(folder)
    .filter((file) => file.endsWith(".jsonl"))
    .map((file) => basename(file, ".jsonl"))
    .sort();
  const listed = SUBJECTS.flatMap(({ benchmarks }) => Object.keys(benchmarks));
  const others = saved.filter((name) => !listed.includes(name));
  const rest = { title: "Others", benchmarks: Object.fromEntries(others.map((name) => [name, ""])) };
  const sections = [...SUBJECTS, rest].flatMap(({ title, benchmarks }) => {
    const found = Object.entries(benchmarks).filter(([name]) => saved.includes(name));
    return found.length === 0
      ? []
      : [`## ${title}\n`, ...found.map(([name, says]) => formatBenchmark(name, says))];
  });
  const filepath = join(root, "docs", "benchmarks.md");
  const config = await resolveConfig(filepath, { config: join(root, ".config", "prettier.json") });
  return format([INTRODUCTION, ...sections].join("\n"), { ...config, filepath });
}

function formatBenchmark(name: string, says: string): string {
  const lines = readFileSync(join(folder, `${name}.jsonl`), "utf8")
    .trim()
    .split("\n");
  const [first, ...rest] = lines.map((line) => JSON.parse(line) as Readonly<Record<string, unknown>>);
  const run = first as unknown as Run; // save.js writes it
  return `### ${name}

${says}

    ${run.command}

${run.date}, Node ${run.node}, ${String(run.cores)} cores of ${run.machine}, ${String(run.gigabytes)} GB.
${formatPeers(run.peers)}

${formatLines(rest, name)}
`;
}

function formatPeers(peers: Run["peers"]): string {
  const list = Object.entries(peers).map(([name, version]) => `\`${name}\` ${version}`);
  return list.length === 0 ? "" : `Installed: ${list.join(", ")}.`;
}
