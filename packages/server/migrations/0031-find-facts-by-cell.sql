-- The people behind a number are those of one cell; without it four fifths of what the index gave were thrown away.
drop index fact_drill_idx;
create index fact_drill_idx on fact (district_id, area_id, indicator, cell, booked_month);
