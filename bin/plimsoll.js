#!/usr/bin/env node
// Finds a Node that can run Plimsoll (22.18 or newer; the private one among the dependencies if need be) and hands over.
// Plain JavaScript without dependencies: it is the first thing that runs, on whatever Node the machine has.
import { spawn } from "node:child_process";
import { existsSync } from "node:fs";
import { createRequire } from "node:module";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { install } from "./install.js";

const root = path.dirname(path.dirname(fileURLToPath(import.meta.url)));
const require = createRequire(import.meta.url);

/** Node strips types without a flag from 22.18 on. */
function isRecent(version) {
  const [major, minor] = version.split(".").map(Number);
  return major > 22 || (major === 22 && minor >= 18);
}

function privateNode() {
  const platform = process.platform === "win32" ? "win" : process.platform;
  const binary = process.platform === "win32" ? "bin/node.exe" : "bin/node";
  try {
    const found = path.join(path.dirname(require.resolve(`node-${platform}-${process.arch}/package.json`)), binary);
    return existsSync(found) ? found : undefined;
  } catch {
    return undefined;
  }
}

install();
const node = isRecent(process.versions.node) ? process.execPath : privateNode();
if (!node) {
  process.stderr.write(
    `Plimsoll needs Node 22.18 or newer; this is ${process.version}, and no private Node is packaged for ` +
      `${process.platform}-${process.arch}. Install Node 24 (https://nodejs.org) and run the command again.\n`,
  );
  process.exit(1);
}

const source = path.join(root, "src", "cli.ts");
const entry = existsSync(source) ? source : path.join(root, "dist", "cli.js");
/** Pages that wait for the store are soon garbage; where the young generation may grow, it costs 100 MB before that is noticed. */
const flags = ["--max-semi-space-size=8", "--disable-warning=ExperimentalWarning"];
const child = spawn(node, [...flags, entry, ...process.argv.slice(2)], { stdio: "inherit" });
for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"]) process.on(signal, () => child.kill(signal));
child.on("exit", (code, signal) => {
  if (signal) process.kill(process.pid, signal);
  else process.exit(code ?? 1);
});
