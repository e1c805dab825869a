-- How long a business takes is read by district, area and the time at which it was done. What a roster brought is not measured.
create index unemployment_registration_entered_idx on unemployment_registration (district_id, area_id, created_at) where import_batch_id is null and voided_at is null;
create index unemployment_registration_ended_idx on unemployment_registration (district_id, area_id, end_recorded_at) where end_recorded_at is not null and voided_at is null;
create index employment_entered_idx on employment (district_id, area_id, created_at) where import_batch_id is null and voided_at is null;
create index certificate_entered_idx on certificate (district_id, area_id, created_at) where copy_number = 1;
create index transfer_request_decided_idx on transfer_request (district_id, from_area_id, decided_at) where decided_at is not null;
create index help_request_answered_idx on help_request (district_id, area_id, answered_at) where answered_at is not null;
create index report_event_at_idx on report_event (district_id, at);
create index report_correction_decided_idx on report_correction (district_id, area_id, decided_at) where decided_at is not null;
