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
  const npm = process.env.npm_execpath;
  const [command, args] = npm?.endsWith(".js") ? [process.execPath, [npm]] : ["npm", []];
  const result = spawnSync(command, [...args, "ci", "--no-audit", "--no-fund", "--loglevel=error"], {
    cwd: root,
    stdio: ["ignore", 2, 2],
    shell: process.platform === "win32" && command === "npm",
  });
  if (result.status === 0) return;
  process.stderr.write(
    `The dependencies could not be installed (npm ci in ${root} ended with ${result.status ?? result.error?.message}). ` +
      "Check the network or the registry setting, then run the command again.\n",
  );
  process.exit(1);
}

if (process.argv[1] && realpathSync(process.argv[1]) === fileURLToPath(import.meta.url)) install();
