import { existsSync } from "node:fs";
import path from "node:path";
import type { Exchange } from "./cutting-proxy.ts";

interface Violation {
  readonly where: string;
  readonly rule: string;
  readonly message: string;
}
interface Contract {
  checkRequest(exchange: object): Violation[];
  checkResponse(exchange: object): Violation[];
}

const place = path.join(import.meta.dirname, "..", "..", "..", "..", "shared", "asana-contract", "contract.mjs");

/** Violations of Asana's contract in recorded traffic, by rule and place; none where the contract is not at hand. */
export async function countViolations(exchanges: readonly Exchange[]): Promise<string[]> {
  if (!existsSync(place)) return [];
  const { loadContract } = (await import(place)) as { loadContract: () => Contract };
  const contract = loadContract();
  const found = exchanges.flatMap(({ method, path: at, query, requestBody, status, responseBody }) => {
    const side = (name: string, violations: Violation[]) =>
      violations.map(({ where, rule, message }) => `${name} ${method} ${at}: ${where} ${rule} ${message}`);
    return [
      ...side("request", contract.checkRequest({ method, path: at, query, body: requestBody })),
      ...side("response", contract.checkResponse({ method, path: at, query, status, body: responseBody, requestBody })),
    ];
  });
  return [...new Set(found)];
}
