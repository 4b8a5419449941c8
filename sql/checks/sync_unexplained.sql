/*
Projects whose subtasks or minutes differ from Asana's own sums, without explanation.
table: meta.sync_proof
*/
select project_gid, measure
from meta.sync_proof
where not is_explained
