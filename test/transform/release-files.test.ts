import { mkdirSync, mkdtempSync, readdirSync, readlinkSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { placeRelease } from "../../src/warehouse/release-files.ts";

let home: string;
beforeEach(() => {
  home = mkdtempSync(path.join(tmpdir(), "plimsoll-"));
});
afterEach(() => rmSync(home, { recursive: true, force: true }));

const facts = { data_as_of_at: "2026-11-16T02:00:00Z", schema_version: "1", checks: { total: 1, failed: 0 } };

/** Places an empty file as the release of a day. */
function place(day: string, options: { runId?: string; restricted?: boolean } = {}) {
  const file = path.join(home, "built.duckdb");
  const restrictedFile = path.join(home, "built.restricted.duckdb");
  writeFileSync(file, day);
  if (options.restricted) writeFileSync(restrictedFile, day);
  const runId = options.runId ?? `${day.replaceAll("-", "")}T020000Z-1`;
  return placeRelease(
    home,
    {
      file,
      restrictedFile: options.restricted ? restrictedFile : undefined,
      startedAt: `${day}T02:00:00Z`,
      facts: { ...facts, run_id: runId, as_of_on: day },
    },
    { releases: 2, month_ends: 2 },
  );
}

describe("releases in their folder", () => {
  it("keep the newest ones and the last one of each of the newest months", async () => {
    for (const day of ["2026-09-29", "2026-09-30", "2026-10-30", "2026-10-31", "2026-11-15", "2026-11-16"]) {
      await place(day, { restricted: true });
    }
    const kept = ["20261031", "20261115", "20261116"];
    const expected = kept.flatMap((day) => [`${day}T020000Z-1.duckdb`, `${day}T020000Z-1.restricted.duckdb`]);
    expect(readdirSync(path.join(home, "releases")).sort()).toEqual(expected);
  });

  it("get the time before a run id that does not begin with it", async () => {
    const file = await place("2026-11-16", { runId: "by hand/1" });
    expect(path.basename(file)).toBe("20261116T020000Z-by_hand_1.duckdb");
  });

  it("lose the link to rows about persons when there are none any more", async () => {
    await place("2026-11-15", { restricted: true });
    expect(readlinkSync(path.join(home, "restricted.duckdb"))).toBe("releases/20261115T020000Z-1.restricted.duckdb");
    await place("2026-11-16");
    expect(readdirSync(home).sort()).toEqual(["current.duckdb", "current.json", "releases"]);
  });

  it("are not placed from a file that was not closed cleanly", async () => {
    mkdirSync(path.join(home, "build"), { recursive: true });
    writeFileSync(path.join(home, "built.duckdb.wal"), "");
    await expect(place("2026-11-16")).rejects.toThrow("was not closed cleanly");
    expect(readdirSync(home)).not.toContain("current.duckdb");
  });
});
