import { nearest } from "../../config/nearest.ts";
import { UserError } from "../../errors.ts";
import { type Stage, stages } from "./stages.ts";

/** The stages that --only names, in their order; all of them where it is left out. */
export function readStages(names: readonly string[]): readonly Stage[] {
  if (names.length === 0) return stages;
  for (const name of names) {
    if (stages.some((stage) => stage === name)) continue;
    const meant = nearest(name, stages);
    throw new UserError(
      `--only ${names.join(",")}: there is no stage "${name}"${meant ? `; did you mean "${meant}"?` : "."} The stages are ${stages.join(", ")}.`,
    );
  }
  return stages.filter((stage) => names.includes(stage));
}
