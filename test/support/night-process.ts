import { runNight, shortHistory } from "./demo-store.ts";

/** One night in a process of its own, for tests that kill it: `night-process.ts HOME URL TOKEN`. */
const [home, url, token] = process.argv.slice(2);
const summary = await runNight({ home: home!, url: url!, token: token!, set: [shortHistory] });
process.stdout.write(`${JSON.stringify({ requests: summary.numberOfRequests })}\n`);
