import { type ChildProcess, spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import path from "node:path";
import { describe, expect, it } from "vitest";
import { temporaryFolder } from "../support/run-cli.ts";

const launcher = path.join(import.meta.dirname, "..", "..", "bin", "plimsoll.js");

const launch = (words: readonly string[], env: Record<string, string> = {}): ChildProcess =>
  spawn(process.execPath, [launcher, ...words], {
    env: { PATH: process.env.PATH, ...env },
    stdio: ["ignore", "pipe", "pipe"],
  });

describe("the launcher", () => {
  it("hands over arguments, output and exit code", () => {
    const run = (...words: string[]) => spawnSync(process.execPath, [launcher, ...words], { encoding: "utf8" });
    expect(run("--version")).toMatchObject({ status: 0, stdout: expect.stringMatching(/^\d+\.\d+\.\d+\n$/) });
    expect(run("statsu")).toMatchObject({
      status: 1,
      stdout: "",
      stderr: expect.stringContaining("did you mean status?"),
    });
  });

  it("ends at once with 130 and a word when it is interrupted", async () => {
    const asked = Promise.withResolvers<void>();
    const server = createServer(() => asked.resolve());
    server.listen(0, "127.0.0.1");
    await once(server, "listening");
    const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    const child = launch(["refresh", "--home", temporaryFolder()], { ASANA_BASE_URL: url, ASANA_ACCESS_TOKEN: "x" });
    let err = "";
    child.stderr!.on("data", (data) => {
      err += data;
    });
    await asked.promise;
    child.kill("SIGINT");
    const [code] = await once(child, "close");
    server.closeAllConnections();
    server.close();
    expect({ code, err }).toMatchObject({ code: 130, err: expect.stringContaining("The last release is untouched") });
  });

  it("stops without noise when the reader of its output has seen enough", async () => {
    const child = launch(["--help"]);
    child.stdout!.destroy();
    const [code] = await once(child, "close");
    expect(code).toBe(0);
  });
});
