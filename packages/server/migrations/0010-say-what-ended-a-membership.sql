-- Taking back an end of a file restores the memberships that ended by it, and no other that ended on the same day.
alter table household_member add column end_cause uuid;
comment on column household_member.end_cause is '终止时的审计事件；空为批量录入';

-- The ways of a contact have one list of codes.
update contact set way = 'counter' where way = 'window';
update contact set way = 'online' where way = 'message';
comment on column contact.way is '方式：电话、上门走访、窗口、网络短信、信息比对';
