import { spawn } from "node:child_process";
import { existsSync, realpathSync } from "node:fs";
import path from "node:path";
import { contractExceptions } from "./contract-exceptions.ts";

const checker = path.join(import.meta.dirname, "..", "..", "..", "shared", "asana-contract", "proxy.mjs");

export const hasContract = existsSync(checker);

export interface ContractProxy {
  readonly url: string;
  /** What broke Asana's own document so far, tolerated exceptions left out. */
  readonly violations: () => Promise<readonly unknown[]>;
  /** Operations seen so far. */
  readonly operations: () => Promise<readonly string[]>;
  readonly close: () => void;
}

interface Report {
  readonly requests: Readonly<Record<string, number>>;
  readonly groups: readonly { readonly ignored: boolean }[];
}

/** Stands between Plimsoll and a server, and holds every exchange against Asana's own document. */
export async function startContractProxy(target: string): Promise<ContractProxy> {
  const ignored = Object.keys(contractExceptions).flatMap((name) => ["--ignore", `opt-fields-unlisted@${name}`]);
  // The checker runs only when started under its real path; behind a link it would end without a word.
  const proxy = spawn(process.execPath, [realpathSync(checker), "--target", target, ...ignored], {
    stdio: ["ignore", "pipe", "ignore"],
  });
  const line = await new Promise<string>((resolve, reject) => {
    proxy.stdout.once("data", (data) => resolve(String(data)));
    proxy.once("exit", (code) =>
      reject(new Error(`The contract proxy ended with ${code} before it said its address.`)),
    );
  });
  const url = /http:\/\/[^\s/]+/.exec(line)![0];
  const report = async () => (await (await fetch(`${url}/__contract/report`)).json()) as Report;
  return {
    url,
    violations: async () => (await report()).groups.filter((group) => !group.ignored),
    operations: async () => Object.keys((await report()).requests),
    close: () => void proxy.kill("SIGTERM"),
  };
}
