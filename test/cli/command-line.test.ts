import { describe, expect, it } from "vitest";
import { commands } from "../../src/commands/commands.ts";
import { runCli } from "../support/run-cli.ts";

describe("the command line", () => {
  it("prints its help on stdout when called with nothing, and with --help", async () => {
    const bare = await runCli([]);
    expect(bare).toEqual(await runCli(["--help"]));
    expect(bare.code).toBe(0);
    expect(bare.err).toBe("");
    for (const { name, summary } of commands) {
      expect(bare.out).toContain(name);
      expect(bare.out.replace(/\s+/g, " ")).toContain(summary);
    }
    expect(bare.out).toMatch(/ASANA_ACCESS_TOKEN[\s\S]*Exit codes:/);
  });

  it.each(commands.map((command) => [command.name, command] as const))(
    "teaches %s: purpose, examples, options, exit codes",
    async (name, command) => {
      const { code, out } = await runCli([name, "--help"]);
      expect(code).toBe(0);
      expect(command.about.length).toBeGreaterThan(80);
      expect(command.examples.length).toBeGreaterThan(0);
      for (const [line] of command.examples) expect(line).toMatch(new RegExp(`plimsoll ${name}\\b`));
      for (const option of [...command.options.map(({ flags }) => flags), "--config", "--home", "--set"]) {
        expect(out).toContain(option.split(" ")[0]);
      }
      expect(out).toContain("Exit codes:");
    },
  );

  it("names the nearest command for a mistyped one, and exits 1", async () => {
    const { code, out, err } = await runCli(["statsu"]);
    expect({ code, out }).toEqual({ code: 1, out: "" });
    expect(err).toContain("unknown command 'statsu'; did you mean status?");
  });

  it("names the nearest option for a mistyped one, and exits 1", async () => {
    const { code, err } = await runCli(["query", "--jsn", "select 1"]);
    expect(code).toBe(1);
    expect(err).toContain("unknown option '--jsn'; did you mean --json?");
  });

  it.each(["2026-02-30", "2026-13-01", "today"])("refuses %s as a day", async (day) => {
    const { code, err } = await runCli(["transform", "--today", day]);
    expect(code).toBe(1);
    expect(err).toContain("Write a date as YYYY-MM-DD");
  });

  it("tells a missing argument and where help is", async () => {
    const { code, err } = await runCli(["query"]);
    expect(code).toBe(1);
    expect(err).toContain("missing required argument 'sql'");
    expect(err).toContain("--help");
  });

  it("prints its version", async () => {
    expect(await runCli(["--version"])).toMatchObject({ code: 0, out: "0.0.0-test\n" });
  });

  it("takes --home, --config and --set before and after the command", async () => {
    for (const words of [
      ["--home", "here", "status"],
      ["status", "--home", "here"],
    ]) {
      expect((await runCli(words, { directory: "/nowhere" })).err).toContain("nothing has run in /nowhere/here yet");
    }
    expect((await runCli(["status", "--set", "tme_zone=UTC"])).err).toContain('did you mean "time_zone"?');
  });
});
