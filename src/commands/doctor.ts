import type { Command, ExitCode, Invocation } from "./command.ts";

export const doctor: Command = {
  name: "doctor",
  summary: "check token, rights, plan features, limits, mail, disk",
  about:
    "Looks at everything a night needs, in under 20 requests, and says what each missing thing costs. It changes " +
    "nothing. Ends with 1 when something must be mended before a night can run; absent features of the plan are no error.",
  options: [{ flags: "--json", about: "print the findings as JSON" }],
  examples: [
    ["plimsoll doctor", "what this token and plan can do"],
    ["plimsoll doctor --json | jq '.[] | select(.state != \"ok\")'", "only what is missing"],
  ],
  run: async (invocation) => runDoctor(invocation),
};

async function runDoctor(invocation: Invocation): Promise<ExitCode> {
  const [{ settingsOf }, { examine }, { describeFindings }] = await Promise.all([
    import("./settings.ts"),
    import("./doctor/examine.ts"),
    import("./doctor/describe.ts"),
  ]);
  const config = settingsOf(invocation);
  const { findings, requests } = await examine(config, invocation.effects);
  invocation.effects.out(
    invocation.options.flag("json") ? `${JSON.stringify(findings, null, 2)}\n` : describeFindings(findings, requests),
  );
  return findings.some(({ state }) => state === "bad") ? 1 : 0;
}
