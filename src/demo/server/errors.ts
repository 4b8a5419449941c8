/** A refusal in Asana's words. Texts that are quoted from the live service are marked in `texts`. */
export class Refusal extends Error {
  override readonly name = "Refusal";
  readonly status: number;
  readonly retryAfter: number | undefined;

  constructor(status: number, message: string, retryAfter?: number) {
    super(message);
    this.status = status;
    this.retryAfter = retryAfter;
  }
}

const HELP =
  "For more information on API status codes and how to handle them, read the docs on errors: https://developers.asana.com/docs/errors";

/** The body that Asana sends with a status of 400 and above. */
export const errorBody = (status: number, message: string): unknown => ({
  errors: [status >= 500 ? { message, phrase: "6 sad squid snuggle softly" } : { message, help: HELP }],
});

/** Messages as reported by users of the live service (forum, public issues). */
export const texts = {
  notAuthorized: "Not Authorized",
  noRoute: "No matching route for request",
  rateLimit: "You've made too many requests and hit a rate limit. Please retry after the given amount of time.",
  searchIsPremium: "Search is only available to premium users.",
  expiredOffset: "offset: Your pagination token has expired.",
  invalidOffset: "offset: Your pagination token is invalid.",
  taskFilter: "Must specify exactly one of project, tag, section, user task list, or assignee + workspace",
  tooLarge: "The result is too large. You should use pagination (may require specifying a workspace)!",
  noAccess: "You do not have access to this project.",
  bothDues: "You may only provide one of due_on or due_at!",
} as const;

export const badRequest = (message: string): Refusal => new Refusal(400, message);
export const unknownInPath = (resource: string, gid: string): Refusal =>
  new Refusal(404, `${resource}: Unknown object: ${gid}`);
export const unknownInBody = (name: string, gid: string): Refusal =>
  new Refusal(400, `${name}: Unknown object: ${gid}`);
export const missing = (name: string): Refusal => new Refusal(400, `${name}: Missing input`);
export const notInPlan = (what: string): Refusal => new Refusal(402, `${what} is not available on your current plan.`);
