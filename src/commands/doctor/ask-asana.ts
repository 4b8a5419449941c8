import type { Asana } from "../../asana/client.ts";
import type { Workspace } from "../../extract/choose-workspace.ts";
import { type Probe, type ProbePlace, probes } from "./probes.ts";

/** One line of the doctor: a thing looked at, its state, and what follows. */
export interface Finding {
  readonly area: "config" | "disk" | "asana" | "feature" | "writing" | "mail";
  readonly name: string;
  /** `absent` costs something; `bad` must be mended before a night can run. */
  readonly state: "ok" | "absent" | "bad";
  readonly detail: string;
}

/** Asks what this token and plan can do: one request for a project and one for each probe. */
export async function askAsana(asana: Asana, workspace: Workspace, today: string): Promise<Finding[]> {
  const project = await findProject(asana, workspace);
  const place: ProbePlace = { workspace: workspace.gid, project: project.gid, today };
  const findings = await Promise.all(probes.map((probe) => runProbe(asana, probe, place)));
  return [project.finding, ...findings.filter((finding) => finding !== undefined)];
}

async function findProject(asana: Asana, { gid }: Workspace): Promise<{ gid: string | undefined; finding: Finding }> {
  try {
    const first = await firstGid(asana, `/workspaces/${gid}/projects`);
    const detail = first ? "visible" : "none that this token sees: the release will be empty";
    return {
      gid: first || undefined,
      finding: { area: "feature", name: "projects", state: first ? "ok" : "absent", detail },
    };
  } catch (error) {
    return { gid: undefined, finding: { area: "feature", name: "projects", state: "bad", detail: refusal(error) } };
  }
}

/** A page may be empty although there is another one. */
async function firstGid(asana: Asana, path: string): Promise<string> {
  for await (const { rows } of asana.list(path, { archived: false, opt_fields: "name" })) {
    if (rows.length) return String(rows[0]?.gid ?? "");
  }
  return "";
}

async function runProbe(asana: Asana, probe: Probe, place: ProbePlace): Promise<Finding | undefined> {
  const params = probe.params(place);
  if (!params) return undefined;
  const path = probe.path.replace("{workspace}", place.workspace);
  try {
    const rows = probe.isSearch ? await asana.search(path, params) : await asana.get(path, params);
    return { area: "feature", name: probe.name, state: "ok", detail: detailOf(probe, rows) };
  } catch (error) {
    const state = probe.isRequired ? "bad" : "absent";
    return { area: "feature", name: probe.name, state, detail: `${refusal(error)}; ${probe.without}` };
  }
}

function detailOf(probe: Probe, rows: unknown): string {
  if (probe.name !== "time entries" || !Array.isArray(rows) || rows.length === 0) return "available";
  return rows[0]?.task?.gid ? "available, with task gids" : "available, without task gids: read task by task";
}

/** Why a probe failed, in words; anything but an answer of Asana is thrown on. */
function refusal(error: unknown): string {
  const { name, status, message } = error as { name?: string; status?: number; message?: string };
  if (name !== "AsanaError") throw error;
  if (status === 402) return "not in the plan (402)";
  if (status === 403) return "not for this token (403)";
  if (status === 404) return "not known to this server (404)";
  return message ?? "failed";
}
