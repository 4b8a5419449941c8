// Sends the issue that lies in a data directory, as a night would, so that a test can kill it: node sender.ts HOME SMTP_URL ADDRESS…
import { readConfig } from "../../../src/config/read.ts";
import { silent } from "../../../src/log.ts";
import { sendReport } from "../../../src/publish/mail/send.ts";
import { openStore } from "../../../src/warehouse/store.ts";

const [home, smtpUrl, ...addresses] = process.argv.slice(2);
const now = "2026-11-18T06:00:00.000Z";
const to = `email.to=[${addresses.map((address) => `{address: ${address}, reports: [weekly, time]}`).join(", ")}]`;
const config = readConfig({ PLIMSOLL_HOME: home, SMTP_URL: smtpUrl }, { set: ["email.from=p@example.com", to] }, home);
const store = await openStore(home!, { baseUrl: "http://127.0.0.1/api/1.0", clock: () => new Date(now) });
const summary = await sendReport(
  { config, log: silent, sleep: async () => {}, run: { runId: "r1", seq: 1, startedAt: now, asOf: "2026-11-18" } },
  { store },
);
await store.close();
process.stdout.write(JSON.stringify(summary));
