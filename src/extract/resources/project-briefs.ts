import { projectBrief } from "../../asana/schema/project.ts";
import { coversParents, resource } from "../resource.ts";

interface Briefed {
  readonly gid: string;
  readonly project_brief_gid: string;
}

/** What projects say of themselves at length, one request per project that has a brief. Off unless configured. */
export const projectBriefs = resource({
  name: "project_briefs",
  columns: { project_gid: "text", title: "text", text: "text", permalink_url: "text" },
  after: ["projects"],
  schema: projectBrief,
  isOn: ({ reads }) => reads.projectBriefs,
  price: "one request per project with a brief",
  listings: async (world) => {
    const projects = await world.rows<Briefed>(`
      select gid, project_brief_gid from raw.projects
      where _to_seq is null and _deleted_at is null and project_brief_gid is not null order by gid`);
    return projects.map(({ gid, project_brief_gid }) => ({
      key: gid,
      path: `/project_briefs/${project_brief_gid}`,
      parent: { project_gid: gid },
      pages: async function* (asana, { fields }) {
        const row = await asana.get(`/project_briefs/${project_brief_gid}`, { opt_fields: fields });
        yield { rows: [row as Record<string, unknown>], nextOffset: null, isRestart: false };
      },
    }));
  },
  covers: coversParents("project_briefs", "project_gid"),
  goesWith: { project_gid: ["projects"] },
  itemPath: (gid) => `/project_briefs/${gid}`,
  row: (item, { parent }) => ({
    gid: item.gid,
    project_gid: parent?.project_gid,
    title: item.title,
    text: item.text,
    permalink_url: item.permalink_url,
  }),
});
