import { mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { beforeEach, describe, expect, it } from "vitest";
import { isLoopback } from "../../src/config/loopback.ts";
import { readConfig } from "../../src/config/read.ts";
import { UserError } from "../../src/errors.ts";

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), "plimsoll-config-"));
});

const write = (text: string): string => {
  const file = path.join(folder, "plimsoll.yaml");
  writeFileSync(file, text);
  return file;
};

const refusal = (act: () => unknown): string => {
  try {
    act();
  } catch (error) {
    if (error instanceof UserError) return error.message;
    throw error;
  }
  throw new Error("nothing was refused");
};

describe("the config file", () => {
  it("can be left out: every key has a default", () => {
    const config = readConfig({}, {}, folder);
    expect(config).toMatchObject({
      time_zone: "UTC",
      week_starts_on: "monday",
      home: path.join(folder, "data"),
      baseUrl: "https://app.asana.com/api/1.0",
      thresholds: { at_capacity: 0.9, overload: 1.1, severe: 1.2 },
      publish: { phase: "insight" },
      privacy: { person_level: "managers" },
    });
  });

  it("may be empty, or hold comments only", () => {
    write("");
    expect(readConfig({}, {}, folder).time_zone).toBe("UTC");
    write("# nothing yet\n");
    expect(readConfig({}, {}, folder).time_zone).toBe("UTC");
  });

  it("is frozen", () => {
    expect(Object.isFrozen(readConfig({}, {}, folder))).toBe(true);
  });

  it("takes gids as numbers and as texts", () => {
    write('workspace: 1200000000000001\nscope: { projects: ["12", 13] }\n');
    const config = readConfig({}, {}, folder);
    expect(config.workspace).toBe("1200000000000001");
    expect(config.scope.projects).toEqual(["12", "13"]);
  });

  it("reads every key that the contract names", () => {
    write(`
workspace: "1"
time_zone: Europe/Berlin
week_starts_on: sunday
asana: { requests_per_minute: 100 }
scope: { teams: ["1"], portfolios: ["2"], projects: ["3"], tags: ["4"] }
fields: { estimate: "Estimate", actual: "5", story_points: a, client: b, skills: c, budget: d, billable: e, capacity: f, manager: g }
people: { "7": { weekly_capacity_hours: 32, manager: "8", starts_on: 2026-01-01, ends_on: 2026-12-31, skills: [sql] } }
people_file: people.csv
holidays: [2026-12-25, { on: 2026-12-26, name: Boxing Day, people: ["7"] }]
thresholds: { at_capacity: 0.8, overload: 1.2, severe: 1.5 }
headcount: { attrition_per_year: 0.1, hiring_lead_weeks: 12, ramp_weeks: 8, pipeline: [{ name: Next, hours: 400, starts_on: 2027-01-01, ends_on: 2027-03-01, probability: 0.5 }] }
publish: { phase: prediction, scope: { teams: ["1"] }, projects: { capacity_alerts: "1", capacity_planning: "2", capacity_review: "3", retro_insights: "4" }, field_prefix: "PL ", mute: ["9"] }
email: { from: plimsoll@example.com, to: [{ address: a@example.com, name: A, teams: ["1"], reports: [weekly] }], reply_to: b@example.com }
report_base_url: https://reports.example.com
operator: { email: ops@example.com, heartbeat_url: https://hc.example.com/x }
narrator: { base_url: http://127.0.0.1:1234/v1, model: small }
privacy: { person_level: none }
retention: { releases: 7, month_ends: 12 }
`);
    expect(readConfig({}, {}, folder).fields.estimate).toBe("Estimate");
  });
});

describe("a typo in the config file", () => {
  it("is told with key, line and what was meant", () => {
    const file = write("time_zone: UTC\ntresholds:\n  overload: 1.1\n");
    expect(refusal(() => readConfig({}, {}, folder))).toBe(
      `${file}:2: unknown key "tresholds"; did you mean "thresholds"?`,
    );
  });

  it("is found in nested keys and in lists", () => {
    const file = write(
      "thresholds:\n  overlaod: 1.1\nemail:\n  to:\n    - address: a@example.com\n    - address: b@example.com\n      nam: B\n",
    );
    expect(refusal(() => readConfig({}, {}, folder)).split("\n")).toEqual([
      `${file}:2: unknown key "thresholds.overlaod"; did you mean "thresholds.overload"?`,
      `${file}:7: unknown key "email.to.1.nam"; did you mean "email.to.1.name"?`,
    ]);
  });

  it("is found in values that may be written in two ways", () => {
    const file = write("sprints: { starts_on: 2026-01-05, week: 2 }\nholidays:\n  - { on: 2026-12-25, nme: X }\n");
    expect(refusal(() => readConfig({}, {}, folder)).split("\n")).toEqual([
      `${file}:3: unknown key "holidays.0.nme"; did you mean "holidays.0.name"?`,
      `${file}:1: sprints.weeks: Invalid input: expected number, received undefined`,
      `${file}:1: unknown key "sprints.week"; did you mean "sprints.weeks"?`,
    ]);
  });

  it("gets no suggestion where nothing is near", () => {
    write("zzzzzzzzzz: 1\n");
    expect(refusal(() => readConfig({}, {}, folder))).toMatch(/:1: unknown key "zzzzzzzzzz"\.$/);
  });

  it("is told for each value of the wrong kind", () => {
    const file = write("time_zone: Mars/Olympus\nthresholds:\n  overload: much\n");
    expect(refusal(() => readConfig({}, {}, folder)).split("\n")).toEqual([
      `${file}:1: time_zone: not a time zone; use a name such as Europe/Berlin`,
      expect.stringContaining(`${file}:3: thresholds.overload: `),
    ]);
  });

  it("is told where the YAML does not parse", () => {
    const file = write("time_zone: UTC\nholidays: ]\n");
    expect(refusal(() => readConfig({}, {}, folder))).toContain(`${file}:2: not valid YAML`);
  });

  it("is told where the file is a list or a text", () => {
    write("- a\n- b\n");
    expect(refusal(() => readConfig({}, {}, folder))).toContain("must be a list of keys with values");
  });
});

describe("--set", () => {
  it("sets any key, and wins over the file", () => {
    write("time_zone: UTC\nthresholds: { overload: 1.3 }\n");
    const set = ["time_zone=Europe/Berlin", "thresholds.severe=1.5", "scope.projects=[1, 2]"];
    expect(readConfig({}, { set }, folder)).toMatchObject({
      time_zone: "Europe/Berlin",
      thresholds: { overload: 1.3, severe: 1.5 },
      scope: { projects: ["1", "2"] },
    });
  });

  it("names the option in the message", () => {
    expect(refusal(() => readConfig({}, { set: ["tme_zone=UTC"] }, folder))).toBe(
      '--set tme_zone=UTC: unknown key "tme_zone"; did you mean "time_zone"?',
    );
    expect(refusal(() => readConfig({}, { set: ["time_zone"] }, folder))).toContain("write key=value");
    expect(refusal(() => readConfig({}, { set: ["__proto__.a=1"] }, folder))).toContain("no such key");
    expect(refusal(() => readConfig({}, { set: ["time_zone=[a"] }, folder))).toContain("not valid YAML");
  });
});

describe("the environment", () => {
  it("names a config file that must exist", () => {
    expect(refusal(() => readConfig({ PLIMSOLL_CONFIG: "nowhere.yaml" }, {}, folder))).toContain(
      `${path.join(folder, "nowhere.yaml")} does not exist`,
    );
  });

  it.each([
    ["http://127.0.0.1:4010", "http://127.0.0.1:4010/api/1.0"],
    ["http://localhost:4010/", "http://localhost:4010/api/1.0"],
    ["http://[::1]:4010/api/1.0", "http://[::1]:4010/api/1.0"],
    ["https://asana.example.com/api/1.0/", "https://asana.example.com/api/1.0"],
    ["https://proxy.example.com/asana", "https://proxy.example.com/asana/api/1.0"],
    [undefined, "https://app.asana.com/api/1.0"],
  ])("reads the base URL %s as %s", (text, expected) => {
    expect(readConfig({ ASANA_BASE_URL: text }, {}, folder).baseUrl).toBe(expected);
  });

  it.each(["http://asana.example.com", "http://127.0.0.1.example.com", "ftp://127.0.0.1", "nonsense"])(
    "refuses the base URL %s",
    (text) => {
      expect(refusal(() => readConfig({ ASANA_BASE_URL: text }, {}, folder))).toContain("ASANA_BASE_URL");
    },
  );

  it("takes a token without the blanks around it, and an empty one as none", () => {
    expect(readConfig({ ASANA_ACCESS_TOKEN: " 1/2:3\n" }, {}, folder).accessToken).toBe("1/2:3");
    expect(readConfig({ ASANA_ACCESS_TOKEN: "  " }, {}, folder).accessToken).toBeUndefined();
  });

  it("knows this machine's own addresses", () => {
    const here = ["http://localhost", "http://127.1.2.3:80", "http://[::1]:80"];
    expect(here.every((url) => isLoopback(new URL(url)))).toBe(true);
    expect(isLoopback(new URL("http://128.0.0.1"))).toBe(false);
  });
});
