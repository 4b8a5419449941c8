import { type ChildProcess, spawn } from "node:child_process";
import { mkdirSync, mkdtempSync, writeFileSync } from "node:fs";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import path from "node:path";
import { SMTPServer } from "smtp-server";
import { afterEach, beforeEach, expect, it } from "vitest";
import type { SendSummary } from "../../../src/publish/mail/send.ts";

/** Where in a letter's way the sender is killed: as the server answers, or a moment later. */
const moments = ["connected", "addressed", "begun", "taken", "answered"] as const;
type Moment = (typeof moments)[number];

const sender = path.join(import.meta.dirname, "sender.ts");
const reports = ["weekly", "time"] as const;
const addresses = Array.from({ length: 5 }, (_, i) => `reader${i}@example.com`);
const letters = addresses.length * reports.length;
const kills = Number(process.env.PLIMSOLL_KILLS ?? 5);
/** After so many kills, most letters of a home are sent or unknown. */
const killsPerHome = 5;
const mailbox = new Map<string, number>();
let server: SMTPServer;
let url: string;
let plan: { readonly moment: Moment; countdown: number; readonly delay: number } | undefined;
let child: ChildProcess | undefined;

/** Kills the sender when the planned moment has come so many times. */
function pass(moment: Moment): void {
  if (plan?.moment !== moment || --plan.countdown > 0) return;
  const [{ delay }, victim] = [plan, child];
  plan = undefined;
  if (delay === 0) victim?.kill("SIGKILL");
  else setTimeout(() => victim?.kill("SIGKILL"), delay);
}

beforeEach(async () => {
  mailbox.clear();
  server = new SMTPServer({
    authOptional: true,
    disabledCommands: ["STARTTLS"],
    onConnect: (_, done) => {
      pass("connected");
      done();
    },
    onRcptTo: (_, __, done) => {
      pass("addressed");
      done();
    },
    onData: (stream, session, done) => {
      pass("begun");
      const chunks: Buffer[] = [];
      stream.on("data", (chunk: Buffer) => chunks.push(chunk));
      stream.on("end", () => {
        const subject = /^Subject: (.*)$/m.exec(Buffer.concat(chunks).toString())?.[1]?.trim();
        const to = `${subject} ${session.envelope.rcptTo[0]!.address}`;
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
    letters: [{ report: "time", name: "time", problems: [] }],
  };
  writeFileSync(path.join(folder, "gate.json"), JSON.stringify(gate));
  for (const name of reports) {
    const message = `Message-ID: <${name}@example.com>\r\nSubject: ${name}\r\n\r\nText.\r\n`;
    writeFileSync(path.join(folder, `${name}.eml`), message);
  }
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

/** The same numbers from 0 to 1 for the same seed. */
function randomFrom(seed: number): () => number {
  let state = seed;
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state / 2 ** 32;
  };
}

it.each(Array.from({ length: Math.ceil(kills / killsPerHome) }, (_, i) => i + 1))(
  "sends no letter twice and loses none silently, wherever it is killed (seed %i)",
  async (seed) => {
    const random = randomFrom(seed);
    const home = makeHome();
    let killed = 0;
    for (let kill = 0; kill < killsPerHome; kill++) {
      const moment = moments[Math.floor(random() * moments.length)]!;
      const delay = random() < 0.5 ? 0 : Math.floor(random() * 15);
      plan = { moment, countdown: 1 + Math.floor(random() * 3), delay };
      if ((await runSender(home)) === undefined) killed++;
    }
    expect(killed).toBeGreaterThan(1);
    plan = undefined;
    const last = await runSender(home);
    expect(last).toBeDefined();
    expect(Math.max(...mailbox.values())).toBe(1);
    const taken = last!.sent + last!.already_sent;
    expect(taken + last!.undelivered.length).toBe(letters);
    // Whatever the ledger calls sent has arrived; whatever has not is told.
    expect(mailbox.size).toBeGreaterThanOrEqual(taken);
    expect(letters - mailbox.size).toBeLessThanOrEqual(last!.undelivered.length);
    const again = await runSender(home);
    expect(again).toMatchObject({ sent: 0, undelivered: last!.undelivered });
    expect(Math.max(...mailbox.values())).toBe(1);
  },
);
