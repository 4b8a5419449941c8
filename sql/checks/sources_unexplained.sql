/*
Sources whose control total from Asana differs from what the warehouse holds, without explanation.
table: meta.sources
*/
select source
from meta.sources
where is_explained = false
