import { describe, expect, it } from "vitest";
import { dark, followTheme, light, type Palette } from "../../src/reports/theme/palette.ts";

describe.each([
  ["light", light],
  ["dark", dark],
])("the %s palette", (_, palette: Palette) => {
  it.each(["actual", "forecast", "late", "good", "plan", "ink"] as const)(
    "shows %s marks at 3:1 or more on its grounds",
    (role) => {
      for (const ground of [palette.paper, palette.card])
        expect(contrast(palette[role], ground)).toBeGreaterThanOrEqual(3);
    },
  );

  it.each(["ink", "quiet", "late", "forecast"] as const)("shows %s text at 4.5:1 or more on its paper", (role) => {
    expect(contrast(palette[role], palette.paper)).toBeGreaterThanOrEqual(4.5);
  });

  it.each([
    ["onOver", "over"],
    ["onFull", "full"],
    ["onEven", "even"],
    ["onRoom", "room"],
  ] as const)("shows %s text at 4.5:1 or more on %s cells", (text, ground) => {
    expect(contrast(palette[text], palette[ground])).toBeGreaterThanOrEqual(4.5);
  });
});

it("turns the colors of a drawing into the page's own", () => {
  expect(followTheme(`<path stroke="${light.late}" fill="#123456"/>`)).toBe(
    `<path stroke="var(--late,${light.late})" fill="#123456"/>`,
  );
});

/** WCAG 2.2, contrast ratio of two sRGB colors. */
function contrast(a: string, b: string): number {
  const [lighter, darker] = [luminance(a), luminance(b)].sort((x, y) => y - x);
  return (lighter! + 0.05) / (darker! + 0.05);
}

function luminance(color: string): number {
  const [red, green, blue] = [1, 3, 5].map((start) => {
    const share = Number.parseInt(color.slice(start, start + 2), 16) / 255;
    return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * red! + 0.7152 * green! + 0.0722 * blue!;
}
