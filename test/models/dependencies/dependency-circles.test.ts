import { expect, test } from "vitest";
import { circlesOf, type Edge } from "../../../src/models/dependencies/circles.ts";
import { dependencyCirclesNode } from "../../../src/models/dependencies/dependency-circles.ts";
import { insert, openMarts, runNode } from "../support/marts.ts";

const ring = (name: string, length: number): Edge[] =>
  Array.from({ length }, (_, i) => [`${name}${i}`, `${name}${(i + 1) % length}`]);
const members = (name: string, length: number) => Array.from({ length }, (_, i) => `${name}${i}`);

test.each([1, 2, 3, 5, 9])("a circle of %i is found whole, and what waits for it is not part of it", (length) => {
  const edges: Edge[] = [["before", "a0"], ...ring("a", length), [`a${length - 1}`, "after"], ["after", "end"]];
  expect(circlesOf(edges)).toEqual([members("a", length)]);
});

test("circles side by side, one after the other, or sharing a task", () => {
  const apart = circlesOf([...ring("a", 3), ["a1", "b2"], ...ring("b", 5), ["b4", "c0"], ["c0", "c1"]]);
  expect(apart.sort()).toEqual([members("a", 3), members("b", 5)]);
  const [shared] = circlesOf([...ring("a", 3), ["a0", "x"], ["x", "y"], ["y", "a0"]]);
  expect(shared).toEqual(["a0", "a1", "a2", "x", "y"]);
});

test("no circle where paths only meet, and none in a chain of 50,000", () => {
  expect(circlesOf([])).toEqual([]);
  const diamond: Edge[] = [
    ["a", "b"],
    ["a", "c"],
    ["b", "d"],
    ["c", "d"],
  ];
  expect(circlesOf(diamond)).toEqual([]);
  const chain = Array.from({ length: 50_000 }, (_, i): Edge => [`t${i}`, `t${i + 1}`]);
  expect(circlesOf(chain)).toEqual([]);
  expect(circlesOf([...chain, ["t50000", "t0"]])[0]).toHaveLength(50_001);
});

test("each task of a circle has a row that names the circle and its length", async () => {
  const database = await openMarts();
  const edges = [...ring("a", 3), ...ring("b", 5), ["c", "a0"] as const];
  await insert(
    database,
    "marts.task_dependencies",
    edges.map(([task_gid, depends_on_gid]) => ({ task_gid, depends_on_gid })),
  );
  const { "marts.dependency_circles": rows } = await runNode(dependencyCirclesNode, database);
  expect(rows).toEqual([
    ...members("a", 3).map((task_gid) => ({ task_gid, circle_gid: "a0", number_of_tasks: 3 })),
    ...members("b", 5).map((task_gid) => ({ task_gid, circle_gid: "b0", number_of_tasks: 5 })),
  ]);
});
