-- Who stands behind a number is counted from the index alone: the bookings of one number of a city of a million lie in a hundred thousand
-- pages. Most questions are for the whole number (cell ''); the parts by sex, kind and reason keep a small index. Each booking is in one of
-- the two, so that booking writes no more indexes than before.
create index fact_people_idx on fact (district_id, area_id, indicator, booked_month) include (subject_id, effective_on, quantity, id) where cell = '';
create index fact_cell_idx on fact (district_id, area_id, indicator, cell, booked_month) where cell <> '';
drop index fact_drill_idx;
-- Pages that nobody has vacuumed are looked at all the same; facts are only added.
alter table fact set (autovacuum_vacuum_insert_scale_factor = 0.05);
