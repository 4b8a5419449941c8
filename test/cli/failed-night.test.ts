import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { simpleParser } from "mailparser";
import { SMTPServer } from "smtp-server";
import { afterAll, beforeAll, beforeEach, expect, it } from "vitest";
import { tellFailure } from "../../src/commands/refresh/tell-failure.ts";
import { readConfig } from "../../src/config/read.ts";
import { CheckError } from "../../src/errors.ts";
import { copyDemoHome } from "../support/demo-release.ts";
import { runCli, temporaryFolder } from "../support/run-cli.ts";

const mails: { readonly to: string; readonly subject: string; readonly text: string }[] = [];
const beats: { readonly path: string; readonly body: string }[] = [];
const smtp = new SMTPServer({
  authOptional: true,
  disabledCommands: ["STARTTLS"],
  onData: (stream, session, done) => {
    void simpleParser(stream).then(({ subject = "", text = "" }) => {
      mails.push({ to: session.envelope.rcptTo[0]!.address, subject, text });
      done();
    });
  },
});
const watcher = createServer((request, response) => {
  let body = "";
  request.on("data", (chunk) => {
    body += chunk;
  });
  request.on("end", () => {
    beats.push({ path: request.url!, body });
    response.end();
  });
});
let environment: { SMTP_URL: string };
let set: string[];
let home: string;

beforeAll(async () => {
  await new Promise<void>((resolve) => smtp.listen(0, "127.0.0.1", resolve));
  await new Promise<void>((resolve) => watcher.listen(0, "127.0.0.1", resolve));
  const port = (server: { address(): unknown }) => (server.address() as AddressInfo).port;
  environment = { SMTP_URL: `smtp://127.0.0.1:${port(smtp.server)}` };
  set = [
    "email.from=Plimsoll <p@example.com>",
    "email.to=[{address: lead@example.com}]",
    "operator={email: ops@example.com, heartbeat_url: HEART}".replace(
      "HEART",
      `http://127.0.0.1:${port(watcher)}/beat`,
    ),
  ].flatMap((one) => ["--set", one]);
  ({ home } = await copyDemoHome(temporaryFolder()));
});
afterAll(async () => {
  await new Promise<void>((resolve) => smtp.close(() => resolve()));
  watcher.close();
});
beforeEach(() => {
  mails.length = 0;
  beats.length = 0;
});

const night = (words: readonly string[], now = "2026-11-16T07:00:00.000Z") =>
  runCli([...words, "--home", home, ...set], { environment, now, directory: home });

it("holds the letter of stale data, and tells the operator by mail and heartbeat", async () => {
  const { code, out } = await night(["report", "--send"], "2026-11-20T07:00:00.000Z");
  expect(code).toBe(2);
  expect(out).toMatch(/! report: the e-mail was not sent: its data are 97 hours old/);
  expect(mails.map(({ to }) => to)).toEqual(["ops@example.com"]);
  expect(beats).toEqual([{ path: "/beat/fail", body: expect.stringContaining("97 hours old") }]);
});

it("mails nothing but the reason where an error stops the night, once a day", async () => {
  const { code, err } = await night([
    "refresh",
    "--only",
    "transform,report",
    "--send",
    "--set",
    "people_file=/nowhere.csv",
  ]);
  expect(code).toBe(1);
  expect(mails).toMatchObject([
    { to: "ops@example.com", subject: expect.stringMatching(/^Stopped: the night of 2026-11-16/) },
  ]);
  expect(mails[0]!.text).toContain("/nowhere.csv");
  expect(err).toContain("/nowhere.csv");
  expect(beats).toEqual([{ path: "/beat/fail", body: expect.stringContaining("/nowhere.csv") }]);
  await night(["refresh", "--only", "transform,report", "--send", "--set", "people_file=/nowhere.csv"]);
  expect(mails.slice(1)).toEqual([]);
});

it("names the check that stopped the night, and what to do", async () => {
  const settings = set.filter((_, i) => i % 2 === 1);
  const config = readConfig({ ...environment, PLIMSOLL_HOME: home }, { set: settings }, home);
  const stop = (rows: number) =>
    new CheckError(`The release was stopped by its checks.\ntasks.grain: ${rows} rows break it`);
  const at = { clock: () => new Date("2026-11-16T07:00:00Z"), err: () => {} };
  for (const rows of [3, 5]) await tellFailure(config, stop(rows), at);
  expect(mails).toMatchObject([
    { to: "ops@example.com", subject: "Stopped: the night of 2026-11-16 ended with a failed check" },
  ]);
  expect(mails[0]!.text).toMatch(/tasks\.grain: 3 rows break it[\s\S]*plimsoll status/);
});

it("sends no failure of a trial to the operator", async () => {
  const { code, err } = await night(["report", "--to", "me@example.com"]);
  expect([code, err]).toEqual([1, expect.stringContaining("Add --send")]);
  expect(mails).toEqual([]);
});
