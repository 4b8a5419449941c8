import { existsSync } from "node:fs";
import path from "node:path";
import type { Demo } from "../../src/demo/start.ts";

/** As much of a body as tests look at. */
export interface Row {
  readonly gid: string;
  readonly [name: string]: unknown;
}

interface Body {
  readonly data: Row & readonly Row[];
  readonly next_page?: { readonly offset: string } | null;
  readonly errors: readonly { readonly message: string }[];
}

export interface Reply {
  readonly status: number;
  readonly body: Body;
  readonly headers: Headers;
}

export type Ask = (method: string, path: string, data?: Record<string, unknown>) => Promise<Reply>;

/** Sends requests to the demo as a client of Asana would. */
export function asker(demo: Demo, token = demo.token): Ask {
  return async (method, route, data) => {
    const response = await fetch(`${demo.url}/api/1.0${route}`, {
      method,
      headers: { authorization: `Bearer ${token}`, "content-type": "application/json" },
      ...(data && { body: JSON.stringify({ data }) }),
    });
    return { status: response.status, body: (await response.json()) as Body, headers: response.headers };
  };
}

interface Contract {
  readonly checkRequest: (exchange: object) => readonly { readonly rule: string }[];
  readonly checkResponse: (exchange: object) => readonly object[];
}

const contractPath = path.resolve(import.meta.dirname, "../../../shared/asana-contract/contract.mjs");

/** Checks what is outside this repository decide whether a test runs. */
export const hasContract = existsSync(contractPath);

export async function loadContract(): Promise<Contract> {
  const { loadContract: load } = (await import(contractPath)) as { loadContract: () => Contract };
  return load();
}

/** An asker that collects what breaks Asana's contract: responses always, requests too unless they are meant to be refused. */
export async function checkedAsker(demo: Demo): Promise<{ ask: Ask; violations: object[] }> {
  const contract = await loadContract();
  const violations: object[] = [];
  const ask = asker(demo);
  const checked: Ask = async (method, route, data) => {
    const reply = await ask(method, route, data);
    const body = data && { data };
    const ofRequest = contract.checkRequest({ method, path: route, ...(body && { body }) });
    const wanted = reply.status < 400 ? ofRequest.filter((one) => one.rule !== "opt-fields-unlisted") : [];
    const ofResponse = contract.checkResponse({
      method,
      path: route,
      status: reply.status,
      body: reply.body,
      requestBody: body,
    });
    violations.push(...[...wanted, ...ofResponse].map((one) => ({ method, route, status: reply.status, ...one })));
    return reply;
  };
  return { ask: checked, violations };
}
