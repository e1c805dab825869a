-- What was voided is listed by when, newest first, for whole communities.
create index registration_change_voided_idx on registration_change (district_id, changed_at) where action = 'voided';
