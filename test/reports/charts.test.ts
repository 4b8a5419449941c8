import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { Ajv } from "ajv";
import { describe, expect, it } from "vitest";
import { type FanWeek, fanChart, fanData } from "../../src/reports/charts/fan.ts";
import { toPicture } from "../../src/reports/charts/raster.ts";

const schema = JSON.parse(
  readFileSync(createRequire(import.meta.url).resolve("vega-lite/vega-lite-schema.json"), "utf8"),
);
const weeks: FanWeek[] = [
  { week: "2026-11-02", kind: "actual", tasks: 5, lo: null, mid: null, hi: null },
  { week: "2026-11-09", kind: "actual", tasks: 7, lo: null, mid: null, hi: null },
  { week: "2026-11-16", kind: "forecast", tasks: 6, lo: 3, mid: 6, hi: 9 },
];

describe("a chart", () => {
  const validate = new Ajv({ strict: false, logger: false, validateFormats: false }).compile(schema);

  it("is valid Vega-Lite with data that its specification names", () => {
    const spec = fanChart({ width: 552, height: 300, size: 19 });
    expect(validate(spec), JSON.stringify(validate.errors?.slice(0, 3))).toBe(true);
    const named = (spec as { layer: { data: { name: string } }[] }).layer.map((layer) => layer.data.name);
    expect(new Set(named)).toEqual(new Set(Object.keys(fanData(weeks))));
    expect(validate({ ...spec, layer: [{ mark: "no such mark" }] })).toBe(false);
  });

  it("draws its text with the shipped font, whatever fonts the machine has", () => {
    const draw = (text: string) =>
      toPicture(
        `<svg xmlns="http://www.w3.org/2000/svg" width="100" height="40"><text x="4" y="28" font-size="24" font-family="No Such Font">${text}</text></svg>`,
        100,
      ).png;
    expect(draw("Wide").equals(draw(""))).toBe(false);
    expect(draw("Wide").equals(draw("Wide"))).toBe(true);
  });
});
