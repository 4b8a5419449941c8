import { expect, it } from "vitest";
import { checkRichText } from "../../src/demo/server/write/rich-text.ts";
import { body, mention, plain, plainText } from "../../src/publish/rich-text.ts";
import { hostileNames } from "../reports/hostile-names.ts";

it("is well-formed whatever stands in names", () => {
  const names = [
    ...hostileNames,
    "</body>",
    "<a data-asana-gid='1'/>",
    "]]>",
    "\u{D800}\u0000\uFFFF",
    "&amp;&#0;",
    "x".repeat(10_000),
  ];
  for (const name of names) {
    const text = body(mention("12"), plain(` asks about ${name}`));
    expect(() => checkRichText("html_text", text, "comment")).not.toThrow();
    expect(text.match(/<a /g)).toHaveLength(1);
  }
  expect(plainText(body(mention("12"), plain(` says "a" & <b>`)))).toBe(' says "a" & <b>');
});

it("mentions people by gid only", () => {
  expect(() => mention('1"/><b>')).toThrow("by gid");
});
