// Installs the locked dependencies where they are missing or older than the lockfile.
// Plain JavaScript without dependencies: it must run on any Node from 18 on, before anything is installed.
import { spawnSync } from "node:child_process";
import { existsSync, readFileSync, realpathSync } from "node:fs";
import path from "node:path";
import { fileURLToPath } from "node:url";

const root = path.dirname(path.dirname(fileURLToPath(import.meta.url)));

/** True where this is a checkout (the published package has its dependencies beside it). */
const isCheckout = () =>
  existsSync(path.join(root, "src", "cli.ts")) && existsSync(path.join(root, "package-lock.json"));

/** npm writes what it installed to node_modules/.package-lock.json; every locked package must be there in the locked version. */
export function isInstalled() {
  const marker = path.join(root, "node_modules", ".package-lock.json");
  if (!existsSync(marker)) return false;
  const locked = JSON.parse(readFileSync(path.join(root, "package-lock.json"), "utf8")).packages;
  const installed = JSON.parse(readFileSync(marker, "utf8")).packages;
  return Object.entries(locked).every(
    ([name, entry]) =>
      name === "" || entry.optional || entry.devOptional || entry.peer || installed[name]?.version === entry.version,
  );
}

export function install() {
  if (!isCheckout() || isInstalled()) return;
  process.stderr.write("Installing the locked dependencies (npm ci), once …\n");
  const quiet = ["--no-audit", "--no-fund", "--loglevel=error"];
  const first = npm(["ci", ...quiet]);
  // Where the registry is a mirror without the packages of other platforms, `npm ci` can find the lockfile wanting.
  if (first.status === 0 || npm(["install", "--no-save", ...quiet]).status === 0) return;
  process.stderr.write(
    `${first.stderr}\nThe dependencies could not be installed (npm ci in ${root} ended with ${first.status ?? first.error?.message}). ` +
      "Check the network or the registry setting, then run the command again.\n",
  );
  process.exit(1);
}

/** Runs npm in the checkout, with the npm that started this program where one did. */
function npm(args) {
  const own = process.env.npm_execpath;
  const [command, before] = own?.endsWith(".js") ? [process.execPath, [own]] : ["npm", []];
  return spawnSync(command, [...before, ...args], {
    cwd: root,
    encoding: "utf8",
    stdio: ["ignore", 2, "pipe"],
    shell: process.platform === "win32" && command === "npm",
  });
}

if (process.argv[1] && realpathSync(process.argv[1]) === fileURLToPath(import.meta.url)) install();
