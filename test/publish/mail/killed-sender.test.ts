import { type ChildProcess, spawn } from "node:child_process";
import { mkdirSync, mkdtempSync, writeFileSync } from "node:fs";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import path from "node:path";
import { SMTPServer } from "smtp-server";
import { afterEach, beforeEach, expect, it } from "vitest";
import type { SendSummary } from "../../../src/publish/mail/send.ts";

/** Where in a letter's way the sender is killed. */
type Moment = "addressed" | "begun" | "taken" | "answered";

const sender = path.join(import.meta.dirname, "sender.ts");
const addresses = Array.from({ length: 8 }, (_, i) => `reader${i}@example.com`);
const mailbox = new Map<string, number>();
let server: SMTPServer;
let url: string;
let plan: { readonly moment: Moment; countdown: number } | undefined;
let child: ChildProcess | undefined;

/** Kills the sender when the planned moment has come so many times. */
function pass(moment: Moment): void {
  if (plan?.moment !== moment || --plan.countdown > 0) return;
  plan = undefined;
  child?.kill("SIGKILL");
}

beforeEach(async () => {
  mailbox.clear();
  server = new SMTPServer({
    authOptional: true,
    disabledCommands: ["STARTTLS"],
    onRcptTo: (_, __, done) => {
      pass("addressed");
      done();
    },
    onData: (stream, session, done) => {
      pass("begun");
      const to = session.envelope.rcptTo[0]!.address;
      stream.on("data", () => {});
      stream.on("end", () => {
        mailbox.set(to, (mailbox.get(to) ?? 0) + 1);
        pass("taken");
        done();
        pass("answered");
      });
    },
  });
  server.on("error", () => {});
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  url = `smtp://127.0.0.1:${(server.server.address() as AddressInfo).port}`;
});
afterEach(() => new Promise<void>((resolve) => server.close(() => resolve())));

function makeHome(): string {
  const home = mkdtempSync(path.join(tmpdir(), "plimsoll-killed-"));
  const folder = path.join(home, "reports", "2026-11-18");
  mkdirSync(folder, { recursive: true });
  const gate = {
    report: "weekly",
    as_of_on: "2026-11-18",
    run_id: "r1",
    subject: "s",
    data_as_of_at: "2026-11-18T05:00:00Z",
    problems: [],
  };
  writeFileSync(path.join(folder, "gate.json"), JSON.stringify(gate));
  writeFileSync(path.join(folder, "weekly.eml"), "Message-ID: <1@example.com>\r\nSubject: s\r\n\r\nText.\r\n");
  return home;
}

/** Runs the sender to its end, or to its death; the summary where it lived. */
function runSender(home: string): Promise<SendSummary | undefined> {
  return new Promise((resolve) => {
    let output = "";
    child = spawn(process.execPath, ["--disable-warning=ExperimentalWarning", sender, home, url, ...addresses]);
    child.stdout!.on("data", (chunk) => {
      output += chunk;
    });
    child.on("close", () => resolve(output ? (JSON.parse(output) as SendSummary) : undefined));
  });
}

it("sends no letter twice and loses none silently, wherever it is killed", async () => {
  const home = makeHome();
  for (const moment of ["addressed", "begun", "taken", "answered", "taken"] as const) {
    plan = { moment, countdown: 2 };
    await runSender(home);
  }
  plan = undefined;
  const last = await runSender(home);
  expect(last).toBeDefined();
  expect(Math.max(...mailbox.values())).toBe(1);
  expect(last!.sent + last!.already_sent + last!.undelivered.length).toBe(addresses.length);
  const reached = [...mailbox.keys()].length;
  expect(reached).toBeGreaterThanOrEqual(last!.sent + last!.already_sent);
  expect(addresses.length - reached).toBeLessThanOrEqual(last!.undelivered.length);
  const again = await runSender(home);
  expect(again).toMatchObject({ sent: 0, undelivered: last!.undelivered });
});
