// Writes into package-lock.json the optional packages of other platforms that a registry mirror left out.
// A mirror may hold the packages of its own platform alone; npm then leaves the others out of the lockfile, and `npm ci`
// refuses the lockfile as out of sync. The entries carry version, os and cpu, so that npm skips them here and finds them
// on a machine of that platform. Run it after every `npm install`.
import { readFileSync, writeFileSync } from "node:fs";
import path from "node:path";

const file = path.join(import.meta.dirname, "..", "package-lock.json");
const systems = [
  "aix",
  "android",
  "darwin",
  "freebsd",
  "linux",
  "linuxmusl",
  "netbsd",
  "openbsd",
  "openharmony",
  "sunos",
  "wasm32",
  "wasi",
  "win32",
  "windows",
];
const processors = [
  "arm",
  "arm64",
  "ia32",
  "loong64",
  "mips64el",
  "ppc64",
  "ppc64le",
  "riscv64",
  "s390x",
  "x64",
  "wasm32",
];

const lock = JSON.parse(readFileSync(file, "utf8"));
const added = [];
for (const [parent, entry] of Object.entries(lock.packages)) {
  for (const [name, version] of Object.entries(entry.optionalDependencies ?? {})) {
    const place = `node_modules/${name}`;
    if (lock.packages[place] || lock.packages[`${parent}/${place}`]) continue;
    lock.packages[place] = {
      version,
      ...platformOf(name),
      ...(entry.dev ? { dev: true } : {}),
      license: entry.license,
      optional: true,
    };
    added.push(name);
  }
}
lock.packages = Object.fromEntries(Object.entries(lock.packages).sort(([a], [b]) => a.localeCompare(b, "en")));
writeFileSync(file, `${JSON.stringify(lock, null, 2)}\n`);
process.stdout.write(`${added.length} optional packages of other platforms added to package-lock.json\n`);

/** Platform packages carry their platform in the name, as in @duckdb/node-bindings-linux-arm64-musl. */
function platformOf(name) {
  const words = name.split(/[/@.-]/);
  const system = systems.find((word) => words.includes(word));
  const processor =
    processors.find((word) => words.includes(word)) ?? words.find((word) => /^armv?\d/.test(word) || word === "armhf");
  const cpu = processor?.startsWith("arm") && processor !== "arm64" ? "arm" : processor;
  const os = { linuxmusl: "linux", wasm32: undefined, wasi: undefined, windows: "win32" };
  const isMusl = words.some((word) => word.endsWith("musl") || word.startsWith("musl")) || system === "linuxmusl";
  return {
    cpu: [cpu ?? "none"],
    ...(system === "linux" || system === "linuxmusl" ? { libc: [isMusl ? "musl" : "glibc"] } : {}),
    os: [system in os ? (os[system] ?? "none") : (system ?? "none")],
  };
}
