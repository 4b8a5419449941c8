import { describe, expect, it } from "vitest";
import type { Decided } from "../../src/publish/action.ts";
import { planDecisions } from "../../src/publish/plans/decisions.ts";
import type { OwnProject } from "../../src/publish/plans/own-projects.ts";
import {
  type OpenReview,
  planReviews,
  type RecommendationRow,
  type ReviewPlace,
  type World,
} from "../../src/publish/plans/reviews.ts";
import { ledgerNow, taskNow } from "./support/state.ts";

const reassign: Decided = { task_gid: "50", name: "assignee", old: "7", new: "8" };
const row: RecommendationRow = {
  recommendation_id: "reassign-50-8",
  kind: "reassign",
  responsible_gid: "9",
  reason: "Ada is overloaded, Bo has the skill and room",
  effect: "chance of overload 80 % → 30 %",
  changes: [reassign],
};
const project: OwnProject = {
  key: "capacity_review",
  reference: { gid: "90" },
  shown: { gid: "90", name: "Capacity Review" },
  now: { gid: "90", sections: [], tasks: [] },
};
const place = (parts: Partial<ReviewPlace> = {}): ReviewPlace => ({
  project,
  ledger: ledgerNow(),
  form: "approval",
  names: new Map([
    ["7", "Ada"],
    ["8", "Bo"],
    ["50", "Draw the plan"],
  ]),
  why: "Why: as of 2026-11-16, run release-1",
  field: undefined,
  attached: new Set(),
  ...parts,
});
const world = (parts: Partial<World> = {}): World => ({
  tasks: new Map([["50", taskNow("50", { assignee_gid: "7" })]]),
  people: new Map([
    ["7", "Ada"],
    ["8", "Bo"],
  ]),
  absent: new Set(),
  ...parts,
});
const review = (status: string): OpenReview => ({
  key: "review:reassign-50-8",
  task: taskNow("60", { approval_status: status, completed_by_gid: "9" }),
  decides: [reassign],
  reason: row.reason,
  kind: "reassign",
});

describe("a recommendation", () => {
  it("becomes an approval on the task concerned, for the person responsible, and is asked once", () => {
    const [action] = planReviews([row], place()).actions;
    expect(action).toMatchObject({ object_type: "subtask", parent: { gid: "50" }, decides: [reassign] });
    expect(action!.values.map(({ name }) => name)).toEqual(["name", "notes", "resource_subtype", "assignee"]);
    expect(planReviews([row], place({ ledger: ledgerNow({ "review:reassign-50-8": "60" }) })).actions).toEqual([]);
  });

  it("lies in the review project when it concerns several tasks", () => {
    const [action] = planReviews([{ ...row, changes: [reassign, { ...reassign, task_gid: "51" }] }], place()).actions;
    expect(action).toMatchObject({ object_type: "task", parent: { gid: "90" } });
  });
});

describe("a decision", () => {
  it("is carried out when approved, the receiver is told, and the answer stands on the review", () => {
    const { actions } = planDecisions([review("approved")], world());
    expect(actions.map(({ action, object_type, key }) => `${action} ${object_type} ${key}`)).toEqual([
      "change task review:reassign-50-8:50:assignee",
      "create comment review:reassign-50-8:50:told",
      "create comment settled:review:reassign-50-8",
    ]);
    expect(actions[0]).toMatchObject({ approved_by: "9", values: [{ old: "7", new: "8" }] });
    expect(actions[1]!.values[0]!.new).toContain("Moved from Ada to Bo");
    expect(actions[2]!.needs).toEqual(["review:reassign-50-8:50:assignee"]);
  });

  it.each(["pending", "rejected", "changes_requested"])("that is %s changes nothing", (status) => {
    expect(planDecisions([review(status)], world())).toEqual({ actions: [], conflicts: [] });
  });

  it.each([
    ["the assignee", world({ tasks: new Map([["50", taskNow("50", { assignee_gid: "3" })]]) })],
    ["was completed", world({ tasks: new Map([["50", taskNow("50", { assignee_gid: "7", is_completed: true })]]) })],
    ["is gone", world({ tasks: new Map() })],
    ["no longer active", world({ people: new Map([["7", "Ada"]]) })],
    ["is absent", world({ absent: new Set(["8"]) })],
  ])("is not applied when the world has changed, and says why: %s", (why, changed) => {
    const { actions, conflicts } = planDecisions([review("approved")], changed);
    expect(actions.map(({ object_type }) => object_type)).toEqual(["comment"]);
    expect(actions[0]!.values[0]!.new).toContain(why);
    expect(conflicts[0]!.reason).toContain(why);
  });

  it("does not repeat what a night that was cut short has done", () => {
    const half = world({ tasks: new Map([["50", taskNow("50", { assignee_gid: "8" })]]) });
    expect(planDecisions([review("approved")], half).actions.map(({ action }) => action)).toEqual([
      "unchanged",
      "create",
      "create",
    ]);
  });
});
