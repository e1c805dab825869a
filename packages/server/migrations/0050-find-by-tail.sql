-- The last four signs of an identity or mobile number, as they are shown: people say them at the counter.
create index resident_citizen_tail_idx on resident (district_id, right(citizen_id_masked, 4), area_id);
create index resident_phone_tail_idx on resident (district_id, right(phone_masked, 4), area_id) where phone_masked is not null;
