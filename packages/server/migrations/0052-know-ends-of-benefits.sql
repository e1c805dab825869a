-- An end that was known before it came can be told in time; one that is recorded afterwards is history and asks for nothing.
alter table policy_benefit add column end_known_on date;
comment on column policy_benefit.end_known_on is '止日录入系统的日期；未终止的为空';
update policy_benefit set end_known_on = (created_at at time zone 'Asia/Shanghai')::date where to_on is not null;
update policy_benefit b set end_known_on = (c.changed_at at time zone 'Asia/Shanghai')::date from registration_change c
  where c.district_id = b.district_id and c.resident_id = b.resident_id and c.record_kind = 'policy-benefit' and c.record_id = b.benefit_id and c.action = 'ended';
alter table policy_benefit add constraint policy_benefit_end_known_check check ((to_on is null) = (end_known_on is null));
