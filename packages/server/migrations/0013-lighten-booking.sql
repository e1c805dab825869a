-- A total that changes touches no index: with the quantity in it every update of a total wrote all indexes of the row anew. No report
-- could be answered from that index alone, which lacks the cell.
drop index fact_total_month_idx;
create index fact_total_month_idx on fact_total (district_id, booked_month, area_id, indicator) include (effective_month);
-- The number leads. With the district in front this index tied with the primary key in the plans that foreign keys made while the table
-- was empty; the first import of a district then read everybody for every row, until statistics were gathered.
drop index resident_citizen_idx;
create index resident_citizen_idx on resident (citizen_id_index, district_id);
