import { mkdirSync, mkdtempSync, readFileSync, writeFileSync } from "node:fs";
import type { AddressInfo, Socket } from "node:net";
import { tmpdir } from "node:os";
import path from "node:path";
import { type ParsedMail, simpleParser } from "mailparser";
import { SMTPServer } from "smtp-server";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { letterName } from "../../../src/config/letters.ts";
import { readConfig } from "../../../src/config/read.ts";
import { silent } from "../../../src/log.ts";
import { noteState, planLetter, readState } from "../../../src/publish/mail/mail-ledger.ts";
import { toRecipient } from "../../../src/publish/mail/recipients.ts";
import { type SendInput, sendReport } from "../../../src/publish/mail/send.ts";
import { openStore, type Store } from "../../../src/warehouse/store.ts";

const asOf = "2026-11-18";
const now = "2026-11-18T06:00:00.000Z";

interface MailServer {
  readonly url: string;
  readonly mails: { readonly to: string; readonly mail: ParsedMail }[];
  close(): Promise<void>;
}

interface Behavior {
  /** Recipients that it turns away with `code`, 451 unless told. */
  readonly refuse?: readonly string[];
  readonly code?: number;
  /** Recipients after whose DATA it hangs up. */
  readonly drop?: readonly string[];
  /** Recipients in the middle of whose DATA it hangs up. */
  readonly cut?: readonly string[];
  readonly password?: string;
  readonly refuseSender?: boolean;
  /** Offers TLS with a certificate that nobody signed. */
  readonly tls?: boolean;
}

const error = (message: string, responseCode: number) => Object.assign(new Error(message), { responseCode });

/** A real SMTP server on loopback. */
async function startServer(behavior: Behavior = {}): Promise<MailServer> {
  const mails: MailServer["mails"] = [];
  const sockets = new Set<Socket>();
  const hangUp = () => {
    for (const socket of sockets) socket.destroy();
  };
  const server = new SMTPServer({
    authOptional: behavior.password === undefined,
    allowInsecureAuth: true,
    disabledCommands: behavior.tls ? [] : ["STARTTLS"],
    onAuth: ({ password }, _, done) =>
      password === behavior.password ? done(null, { user: "me" }) : done(error("no such user", 535)),
    onMailFrom: (_, __, done) => (behavior.refuseSender ? done(error("sender not allowed", 550)) : done()),
    onRcptTo: ({ address }, _, done) =>
      behavior.refuse?.includes(address) ? done(error("try later", behavior.code ?? 451)) : done(),
    onData: (stream, session, done) => {
      const to = session.envelope.rcptTo[0]!.address;
      const chunks: Buffer[] = [];
      stream.on("data", (chunk: Buffer) => {
        chunks.push(chunk);
        if (behavior.cut?.includes(to)) hangUp();
      });
      stream.on("end", async () => {
        if (behavior.cut?.includes(to)) return;
        mails.push({ to, mail: await simpleParser(Buffer.concat(chunks)) });
        if (behavior.drop?.includes(to)) hangUp();
        else done();
      });
    },
  });
  server.server.on("connection", (socket: Socket) => sockets.add(socket));
  server.on("error", () => {});
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.server.address() as AddressInfo;
  return {
    url: `smtp://127.0.0.1:${port}`,
    mails,
    close: () => new Promise((resolve) => server.close(() => resolve())),
  };
}

let home: string;
let store: Store;
let server: MailServer;
/** Waits of the sender, and what happens meanwhile. */
let slept: number[];
let pause: (() => void) | undefined;
const addresses = ["ana@example.com", "ben@example.com", "cy@example.com"];

beforeEach(async () => {
  slept = [];
  pause = undefined;
  home = mkdtempSync(path.join(tmpdir(), "plimsoll-mail-"));
  store = await openStore(home, { baseUrl: "http://127.0.0.1/api/1.0", clock: () => new Date(now) });
  writeIssue([]);
});
afterEach(async () => {
  await store.close();
  await server.close();
});

function writeIssue(problems: readonly string[], dataAsOf = "2026-11-18T05:00:00Z"): void {
  const folder = path.join(home, "reports", asOf);
  mkdirSync(folder, { recursive: true });
  writeFileSync(
    path.join(folder, "gate.json"),
    JSON.stringify({
      report: "weekly",
      as_of_on: asOf,
      run_id: "r1",
      subject: "Finding",
      data_as_of_at: dataAsOf,
      problems,
    }),
  );
  writeFileSync(
    path.join(folder, "weekly.eml"),
    "From: Plimsoll <p@example.com>\r\nMessage-ID: <weekly.1@example.com>\r\nSubject: Finding\r\n\r\nThe finding.\r\n",
  );
}

/** As if nobody had got anything yet. */
const clearLedger = () => store.exclusive(() => store.database.run("delete from ledger.mails"));

function send(input: Partial<SendInput> = {}, settings: readonly string[] = [], smtpUrl = server.url) {
  const to = `email.to=[${addresses.map((address) => `{address: ${address}}`).join(", ")}]`;
  const config = readConfig(
    { PLIMSOLL_HOME: home, SMTP_URL: smtpUrl },
    { set: ["email.from=Plimsoll <p@example.com>", to, ...settings] },
    home,
  );
  const run = { runId: "r1", seq: 1, startedAt: now, asOf };
  const sleep = async (milliseconds: number) => {
    slept.push(milliseconds);
    await pause?.();
  };
  return sendReport({ config, log: silent, run, sleep }, { store, ...input });
}

describe("mailing the weekly report", () => {
  it("reaches every recipient once, in a letter of their own", async () => {
    server = await startServer();
    expect(await send()).toEqual({ sent: 3, already_sent: 0, not_due: 0, held: [], undelivered: [] });
    expect(server.mails.map(({ to }) => to)).toEqual(addresses);
    expect(server.mails.map(({ mail }) => mail.to && "text" in mail.to && mail.to.text)).toEqual(addresses);
    expect(server.mails[0]!.mail.subject).toBe("Finding");
  });

  it("mails nobody twice in a week, on another day of it neither", async () => {
    server = await startServer();
    await send();
    expect(await send()).toEqual({ sent: 0, already_sent: 3, not_due: 0, held: [], undelivered: [] });
    expect(server.mails).toHaveLength(3);
  });

  it("delivers the rest when one recipient is refused, and tries that one again", async () => {
    const refuse = ["ben@example.com"];
    server = await startServer({ refuse });
    const first = await send();
    expect(first).toMatchObject({
      sent: 2,
      undelivered: [expect.stringMatching(/^recipient 2 \(\w+\) was refused.*try later/)],
    });
    expect(first.undelivered.join()).not.toContain("ben@");
    refuse.pop();
    expect(await send()).toMatchObject({ sent: 1, already_sent: 2, undelivered: [] });
  });

  it("never sends again by itself what may have arrived", async () => {
    server = await startServer({ drop: ["ben@example.com"] });
    expect((await send()).undelivered).toEqual([expect.stringMatching(/recipient 2 .*may or may not have got it/)]);
    expect(await send()).toMatchObject({
      sent: 0,
      already_sent: 2,
      undelivered: [expect.stringMatching(/recipient 2/)],
    });
    expect(server.mails.filter(({ to }) => to === "ben@example.com")).toHaveLength(1);
  });

  it("takes a letter that a killed run was sending for one that may have arrived", async () => {
    server = await startServer();
    const letter = planLetter({
      report: "weekly",
      period: "2026-11-16",
      recipient: toRecipient("ana@example.com"),
      messageId: "<1>",
      runId: "r0",
    });
    await noteState(store, letter, "sending");
    expect(await send()).toMatchObject({ sent: 2, undelivered: [expect.stringMatching(/recipient 1/)] });
    expect(await readState(store, letter.id)).toBe("unknown");
    expect(await send({ retryUnknown: true })).toMatchObject({ sent: 1, already_sent: 2, undelivered: [] });
  });

  it("sends a trial to one address without counting it", async () => {
    server = await startServer();
    await send({ to: "me@example.com" });
    expect(server.mails.map(({ to }) => to)).toEqual(["me@example.com"]);
    expect(await send()).toMatchObject({ sent: 3 });
  });
});

describe("a recipient with teams, or with a time zone", () => {
  it("gets the letter about these teams", async () => {
    server = await startServer();
    writeFileSync(
      path.join(home, "reports", asOf, `${letterName(["7", "5"])}.eml`),
      "Message-ID: <t@example.com>\r\nSubject: Of two teams\r\n\r\nThe finding.\r\n",
    );
    await send({}, ["email.to=[{address: ana@example.com, teams: ['5', '7']}, {address: ben@example.com}]"]);
    expect(server.mails.map(({ mail }) => mail.subject)).toEqual(["Of two teams", "Finding"]);
  });

  it("gets it at the hour of email.cadence where they are", async () => {
    server = await startServer();
    const to = "email.to=[{address: ana@example.com, time_zone: Asia/Tokyo}, {address: ben@example.com}]";
    const cadence = "email.cadence.weekly={day: wednesday, hour: 9}";
    expect(await send({}, [to, cadence])).toMatchObject({ sent: 1, not_due: 1, undelivered: [] });
    expect(server.mails.map(({ to }) => to)).toEqual(["ana@example.com"]);
  });
});

/** A letter beside the weekly one, with its line in the gate. */
function writeLetters(
  letters: readonly { report: string; name: string; problems?: string[]; manager?: string }[],
): void {
  const folder = path.join(home, "reports", asOf);
  const gate = JSON.parse(readFileSync(path.join(folder, "gate.json"), "utf8"));
  gate.letters = letters.map((letter) => ({ problems: [], ...letter }));
  writeFileSync(path.join(folder, "gate.json"), JSON.stringify(gate));
  for (const { name } of letters)
    writeFileSync(
      path.join(folder, `${name}.eml`),
      `Message-ID: <${name}@example.com>\r\nSubject: ${name}\r\n\r\nThe finding.\r\n`,
    );
}

const delivered = () => server.mails.map(({ to, mail }) => `${mail.subject} to ${to}`);

describe("the other reports", () => {
  const to =
    "email.to=[{address: ana@example.com, reports: [time, weekly]}, {address: ben@example.com, reports: [retro, digest]}]";

  it("go to those who ask for them, each once in its week or month", async () => {
    server = await startServer();
    writeLetters([
      { report: "time", name: "time" },
      { report: "retro", name: "retro" },
    ]);
    expect(await send({}, [to])).toMatchObject({ sent: 3, undelivered: [] });
    expect(delivered()).toEqual(["Finding to ana@example.com", "time to ana@example.com", "retro to ben@example.com"]);
    expect(await send({}, [to])).toMatchObject({ sent: 0, already_sent: 3 });
  });

  it("wait for their own day and hour, the retro for its day of the month", async () => {
    server = await startServer();
    writeLetters([
      { report: "time", name: "time" },
      { report: "retro", name: "retro" },
    ]);
    const later = [
      "email.cadence.time={day: thursday}",
      "email.cadence.retro={day: 18, hour: 8, time_zone: Asia/Tokyo}",
    ];
    expect(await send({}, [to, ...later])).toMatchObject({ sent: 2, not_due: 1 });
    expect(delivered()).toEqual(["Finding to ana@example.com", "retro to ben@example.com"]);
    const monthly = ["email.cadence.retro={day: 19}"];
    expect(await send({}, [to, ...later, ...monthly])).toMatchObject({ already_sent: 1, not_due: 2 });
  });

  it("are held one by one", async () => {
    server = await startServer();
    writeLetters([
      { report: "time", name: "time", problems: ["a value is missing"] },
      { report: "retro", name: "retro" },
    ]);
    expect(await send({}, [to, "operator.email=ops@example.com"])).toMatchObject({
      sent: 2,
      held: ["time: a value is missing"],
    });
    expect(server.mails.at(-1)!.mail.text).toContain("time: a value is missing");
  });

  it("reach managers alone with a digest: those listed, or all of them", async () => {
    server = await startServer();
    writeLetters([
      { report: "retro", name: "retro" },
      { report: "digest", name: "digest-1", manager: "1" },
      { report: "digest", name: "digest-2", manager: "2" },
    ]);
    const managers = [
      { person_gid: "1", email: "Ben@example.com" },
      { person_gid: "2", email: "cy@example.com" },
      { person_gid: "3", email: "dee@example.com" },
      { person_gid: "4", email: null },
    ];
    const ben = "email.to=[{address: ben@example.com, reports: [digest]}]";
    expect(await send({ managers }, [ben])).toMatchObject({ sent: 1, undelivered: [] });
    expect(delivered()).toEqual(["digest-1 to ben@example.com"]);
    expect(await send({ managers }, [ben, "email.digest_to=managers"])).toMatchObject({ sent: 1, already_sent: 1 });
    expect(delivered().at(-1)).toBe("digest-2 to cy@example.com");
  });

  it("can be tried on an address of one's own", async () => {
    server = await startServer();
    writeLetters([{ report: "time", name: "time" }]);
    await send({ to: "me@example.com", letter: "time" });
    expect(delivered()).toEqual(["time to me@example.com"]);
    await expect(send({ to: "me@example.com", letter: "nothing" })).rejects.toThrow(/no letter "nothing"/);
    await expect(send({ to: "me@example.com", letter: "../../x" })).rejects.toThrow(/no letter/);
  });

  it("tell of a letter whose week ended before it could be sent, once", async () => {
    server = await startServer();
    const old = {
      report: "time",
      period: "2026-11-09",
      recipient: toRecipient("ana@example.com"),
      messageId: "",
      runId: "r0",
    };
    await noteState(store, planLetter(old), "planned");
    expect((await send()).undelivered).toEqual([
      expect.stringMatching(/^time of 2026-11-09: recipient \w+ did not get it/),
    ]);
    expect((await send()).undelivered).toEqual([]);
  });
});

describe("a report that is not whole", () => {
  it("is held, and the operator alone hears why, once", async () => {
    server = await startServer();
    writeIssue(["a picture is empty"]);
    const operator = ["operator.email=ops@example.com"];
    expect(await send({}, operator)).toMatchObject({ sent: 0, held: ["a picture is empty"] });
    await send({}, operator);
    expect(server.mails.map(({ to }) => to)).toEqual(["ops@example.com"]);
    expect(server.mails[0]!.mail.text).toContain("a picture is empty");
  });

  it("is held when its data are older than two days", async () => {
    server = await startServer();
    writeIssue([], "2026-11-15T05:00:00Z");
    expect((await send()).held).toEqual([expect.stringMatching(/73 hours old/)]);
    expect(server.mails).toEqual([]);
  });
});

describe("mail that cannot be sent", () => {
  it("says which setting is missing", async () => {
    server = await startServer();
    await expect(send({}, ['email.from=""'])).rejects.toThrow(/email.from is not set/);
    await expect(send({ asOf: "2020-01-01" })).rejects.toThrow(/no report of 2020-01-01/);
  });

  it("is told in one line where no server answers, and all of it is sent later", async () => {
    server = await startServer();
    await server.close();
    expect(await send()).toMatchObject({
      sent: 0,
      undelivered: [
        expect.stringMatching(
          /^the mail server \(SMTP_URL\) takes no mail: .*ECONNREFUSED.*\. 3 letters wait for the next run/,
        ),
      ],
    });
    expect(slept).toEqual([]);
    server = await startServer();
    expect(await send()).toMatchObject({ sent: 3 });
  });

  it("is told in one line where the server refuses the password, the sender, or cannot prove who it is", async () => {
    const lines = async (behavior: Parameters<typeof startServer>[0], url: (port: string) => string) => {
      await server?.close();
      server = await startServer(behavior);
      return (await send({}, [], url(new URL(server.url).port))).undelivered;
    };
    const one = (reason: RegExp) => [
      expect.stringMatching(new RegExp(`^the mail server .* takes no mail: ${reason.source}.* 3 letters wait`, "s")),
    ];
    expect(await lines({ password: "right" }, (port) => `smtp://me:wrong@127.0.0.1:${port}`)).toEqual(
      one(/Invalid login: 535/),
    );
    expect(await lines({ password: "right" }, (port) => `smtp://me:right@127.0.0.1:${port}`)).toEqual([]);
    writeIssue([], "2026-11-18T05:30:00Z");
    await clearLedger();
    expect(await lines({ refuseSender: true }, (port) => `smtp://127.0.0.1:${port}`)).toEqual(
      one(/Mail command failed: 550/),
    );
    expect(await lines({ tls: true }, (port) => `smtp://127.0.0.1:${port}`)).toEqual(one(/.*certificate/));
    expect(await lines({}, (port) => `smtps://127.0.0.1:${port}`)).toEqual(
      one(/.*(wrong version number|SSL|TLS|packet length)/),
    );
    expect(server.mails).toEqual([]);
  });

  it.each(["mail.example.com", "http://mail.example.com", "smtp://", "smtp:mail"])(
    "says how to write SMTP_URL instead of %s",
    async (url) => {
      server = await startServer();
      await expect(send({}, [], url)).rejects.toThrow(/SMTP_URL is not a mail server's address. Write it as smtp:\/\//);
    },
  );
});

describe("a server that turns letters away", () => {
  it("gets those of a greylisted reader once more, after a while", async () => {
    const refuse = ["ben@example.com"];
    server = await startServer({ refuse });
    pause = () => void refuse.pop();
    expect(await send()).toMatchObject({ sent: 3, undelivered: [] });
    expect(slept).toEqual([90_000]);
    expect(server.mails.map(({ to }) => to)).toEqual(["ana@example.com", "cy@example.com", "ben@example.com"]);
  });

  it("is not asked again for what it refuses for good", async () => {
    server = await startServer({ refuse: ["ben@example.com"], code: 550 });
    expect(await send()).toMatchObject({
      sent: 2,
      undelivered: [expect.stringMatching(/^recipient 2 .* was refused/)],
    });
    expect(slept).toEqual([]);
  });

  it("has taken nothing where it hangs up in the middle of a letter, which is sent again", async () => {
    writeFileSync(
      path.join(home, "reports", asOf, "weekly.eml"),
      `Message-ID: <weekly.1@example.com>\r\nSubject: Finding\r\n\r\n${"x".repeat(78).concat("\r\n").repeat(60_000)}`,
    );
    const cut = ["ben@example.com"];
    server = await startServer({ cut });
    pause = () => void cut.pop();
    expect(await send()).toMatchObject({ sent: 3, undelivered: [] });
    expect(server.mails.map(({ to }) => to)).toEqual(["ana@example.com", "cy@example.com", "ben@example.com"]);
  });
});
