import { spawnSync } from "node:child_process";
import { join } from "node:path";
import { print, round } from "../../../.config/bench/measure.ts";
import type { Link } from "@tensorloom/mpi";
import { launches } from "../fixtures/launch.ts";

/**
 * Train steps on two pretended machines, measured and predicted: 300 ms of computation and 21 MB of gradients, those of
 * EfficientNet-B0, over links of 0.1, 1 and 10 Gbit/s. The machines are two network namespaces with a shaped link
 * between them (`tc tbf`). Needs Linux, root, `ip`, `tc` and Open MPI.
 */
const RATES = ["100mbit", "1gbit", "10gbit"];
const HOSTS = [1, 2].map((number) => ({
  name: `tensorloom-${String(number)}`,
  address: `10.99.0.${String(number)}`,
}));
const AGENT = join(import.meta.dirname, "enterHost.sh");

function system(command: string): void {
  const [program, ...parameters] = command.split(" ");
  const { status, stderr } = spawnSync(program, parameters, { encoding: "utf8" });
  if (status !== 0) throw new Error(`${command}: ${stderr}`);
}

function connectHosts(rate: string): void {
  for (const { name } of HOSTS) {
    system(`ip netns add ${name}`);
    system(`ip netns exec ${name} sysctl -q net.ipv4.tcp_slow_start_after_idle=0`); // as clusters set it
  }
  system(`ip link add link1 netns ${HOSTS[0].name} type veth peer name link2 netns ${HOSTS[1].name}`);
  for (const [at, { name, address }] of HOSTS.entries()) {
    const device = `link${String(at + 1)}`;
    for (const step of [`addr add ${address}/24 dev ${device}`, `link set ${device} up`, "link set lo up"])
      system(`ip -n ${name} ${step}`);
    system(`tc -n ${name} qdisc add dev ${device} root tbf rate ${rate} burst 128kb limit 32mb`);
  }
}

/** What a rank prints. */
interface Steps {
  readonly library: string;
  readonly link: Link;
  readonly predicted: Readonly<Record<string, number>>;
  readonly measured: Readonly<Record<string, number>>;
  readonly efficiency: Readonly<Record<string, number>>;
}

function runSteps(mpirun: string): Steps {
  const network = HOSTS[0].address.replace(/\d+$/, "0/24");
  const mca = [
    ["plm_rsh_agent", AGENT],
    ["pml", "ob1"],
    ["btl", "tcp,self"],
    ["btl_tcp_if_include", network],
    ["oob_tcp_if_include", network],
  ].flatMap(([name, value]) => ["--mca", name, value]);
  const program = join(import.meta.dirname, "scalingRank.ts");
  const node = [
    process.execPath,
    "--import",
    "tsx",
    "--conditions=@tensorloom/source",
    program,
    "300",
    "21000000",
  ];
  const hosts = HOSTS.map(({ address }) => address).join(",");
  const command = [
    mpirun,
    "--allow-run-as-root",
    "--bind-to",
    "none",
    ...mca,
    "--host",
    hosts,
    "-n",
    "2",
    ...node,
  ];
  const { stdout, stderr } = spawnSync(AGENT, [HOSTS[0].address, ...command], {
    cwd: join(import.meta.dirname, ".."),
    encoding: "utf8",
    timeout: 60_000,
  });
  try {
    return JSON.parse(stdout.trim()) as Steps; // scalingRank.ts printed it
  } catch {
    throw new Error(`mpirun failed: ${stdout}${stderr}`);
  }
}

const rounded = (values: Readonly<Record<string, number>>): object =>
  Object.fromEntries(Object.entries(values).map(([name, value]) => [name, round(value)]));

const mpirun = launches.find(({ kind }) => kind === "Open MPI")?.command;
if (mpirun === undefined) throw new Error("there is no mpirun of Open MPI");
for (const rate of RATES)
  try {
    connectHosts(rate);
    const { library, link, predicted, measured, efficiency } = runSteps(mpirun);
    print({
      rate,
      library,
      link: rounded({ ...link, hostBytesPerSecond: link.hostBytesPerSecond ?? Infinity }),
      predicted: rounded(predicted),
      measured: rounded(measured),
      efficiency: rounded(efficiency),
    });
  } finally {
    for (const { name } of HOSTS) spawnSync("ip", ["netns", "del", name]);
  }
